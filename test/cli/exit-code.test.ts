import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import {
  type EndingSignal,
  exitCodeForCommandLine,
  exitCodeForError,
  exitCodeForInput,
  exitCodeForOutcome,
  exitCodeForProgram,
  exitCodeForRefusal,
  exitCodeForRows,
  exitCodeForRun,
  exitCodeForSignal,
  isDone,
  isInterrupted,
} from "../../src/cli/command/exit-code.ts";
import type { SpecReport } from "../../src/runs/run-report.ts";
import type { StopReason } from "../../src/runs/stop-reason.ts";
import {
  KeyMissing,
  KeyRejected,
  SpecInvalid,
  StoreUnavailable,
  UsageError,
} from "../../src/values/errors.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Ends the process, sets its exit code, or makes a number one. */
const ENDS_PROCESS = /process\.(?:exit\b|exitCode)|\bas ExitCode\b/;
/** Names the code of a signal, or compares an exit code with a number. */
const NAMES_CODE = /\b(?:129|130|143)\b|\b(?:exitCode|code)(?:\(\))?\s*(?:[=!]==?|[<>]=?|\?\?)\s*\d/;
const choosesCode = (name: string, source: string) =>
  ENDS_PROCESS.test(source) || (name.startsWith("src/cli/") && NAMES_CODE.test(source));

const runThatStopped = (...reasons: StopReason[]) => ({
  // Only the reasons count.
  specs: reasons.map((stopReason) => ({ stopReason }) as SpecReport),
});

describe("exit codes", () => {
  it("are set, named and chosen in one file", () => {
    const found = ["src", "jobs"].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .map((name) => join(folder, name))
        .filter((name) => name.endsWith(".ts") && choosesCode(name, readFileSync(join(ROOT, name), "utf8"))),
    );
    expect(found).toEqual(["src/cli/command/exit-code.ts"]);
  });

  it.each([
    [new UsageError("no file"), 2],
    [new SpecInvalid([]), 2],
    [new KeyMissing("no key"), 4],
    [new KeyRejected("refused"), 4],
    [new StoreUnavailable("down"), 1],
    [new TypeError("a bug"), 1],
    ["not even an error", 1],
  ])("of a command that ends with %s is %i", (error, code) => {
    expect(exitCodeForError(error)).toBe(code);
  });

  it.each<[StopReason[], number]>([
    [[], 0],
    [["no_more_pages", "max_pages", "cancelled"], 0],
    [["no_more_pages", "budget_reached"], 5],
    [["budget_reached", "contract_broken"], 3],
    [["no_more_pages", "page_refused", "max_pages"], 3],
    [["contract_broken", "key_rejected", "out_of_credits"], 4],
  ])("of a run whose walks stopped for %j is %i", (reasons, code) => {
    expect(exitCodeForRun(runThatStopped(...reasons))).toBe(code);
  });

  it("of a run that a limit stopped is 0 with --budget-ok, and stays 3 when a spec failed too", () => {
    expect(exitCodeForRun(runThatStopped("budget_reached"), true)).toBe(0);
    expect(exitCodeForRun(runThatStopped("budget_reached", "unavailable"), true)).toBe(3);
  });

  it("of other commands follow from rows, input, outcome, answer and program", () => {
    expect([exitCodeForRows(0), exitCodeForRows(2)]).toEqual([0, 3]);
    expect([exitCodeForInput(true), exitCodeForInput(false)]).toEqual([0, 2]);
    expect([exitCodeForCommandLine(0), exitCodeForCommandLine(1)]).toEqual([0, 2]);
    expect([exitCodeForOutcome(true), exitCodeForOutcome(false)]).toEqual([0, 1]);
    expect([exitCodeForRefusal(true), exitCodeForRefusal(false)]).toEqual([0, 129]);
    expect([exitCodeForProgram(7), exitCodeForProgram(null)]).toEqual([7, 1]);
    expect([isDone(exitCodeForRows(0)), isDone(exitCodeForRows(1))]).toEqual([true, false]);
  });

  it.each<[EndingSignal, number]>([
    ["SIGHUP", 129],
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ])("of a command that %s ended is %i", (signal, code) => {
    expect(exitCodeForSignal(signal)).toBe(code);
    expect(isInterrupted(code)).toBe(true);
  });
});
