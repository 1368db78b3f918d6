import type { RunReport } from "../domain/run-report.ts";
export function makeProgress(_stream: NodeJS.WriteStream, _options: { isTerminal: boolean }) {
  return { update(_report: RunReport): void {}, say(_line: string): void {}, stop(): void {} };
}
