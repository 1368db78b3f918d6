import type { RunReport } from "../domain/run-report.ts";
export function renderReport(
  report: RunReport,
  _options: { width: number; colour: boolean; creditPrice: unknown },
): string {
  return report.specs
    .map(
      (s) => `${s.spec} ${s.status} ${s.stopReason} ${s.pages} ${s.profilesNew} ${s.creditsSpent} ${s.note}`,
    )
    .join("\n");
}
