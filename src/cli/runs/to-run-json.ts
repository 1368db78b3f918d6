import type { ReportSums, RunReport, SpecReport } from "../../runs/run-report.ts";

function toSums(report: ReportSums): ReportSums {
  return {
    pages: report.pages,
    profilesSeen: report.profilesSeen,
    profilesNew: report.profilesNew,
    profilesChanged: report.profilesChanged,
    profilesUnchanged: report.profilesUnchanged,
    profilesRejected: report.profilesRejected,
    profilesSuppressed: report.profilesSuppressed,
    peopleRepeated: report.peopleRepeated,
    peopleMaybeMissed: report.peopleMaybeMissed,
    creditsSpent: report.creditsSpent,
    creditsInSuspense: report.creditsInSuspense,
  };
}

function toSpec(report: SpecReport) {
  const { spec, revision, status, stopReason, fresh, joined, nextPage, warnings } = report;
  return { spec, revision, status, stopReason, fresh, joined, ...toSums(report), nextPage, warnings };
}

/** What `run --json` prints: scripts read it, so that no key is added, renamed or dropped lightly. */
export function toRunJson({ runId, status, specs, totals, balance, durationMs }: RunReport) {
  return { runId, status, specs: specs.map(toSpec), totals: toSums(totals), balance, durationMs };
}
