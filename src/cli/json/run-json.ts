import { z } from "zod";
import { STOP_REASONS } from "../../runs/stop-reason.ts";
import { STATUSES } from "../../runs/transitions.ts";
import { count, credits, flag, list, moment, orNull, text, words } from "./json-fields.ts";

const sums = {
  pages: count("pages bought"),
  profilesSeen: count("profiles on these pages"),
  profilesNew: count("of them people who were not stored before"),
  profilesChanged: count("of them people of whom something changed"),
  profilesUnchanged: count("of them people of whom nothing changed"),
  profilesRejected: count("of them profiles that could not be stored"),
  profilesSuppressed: count("of them people who are suppressed, who cost a credit all the same"),
  peopleRepeated: count("people shown again on a later page, because the list moved"),
  peopleMaybeMissed: count("people whom the moving list has hidden, at most"),
  creditsSpent: credits("credits settled"),
  creditsInSuspense: credits("credits of calls that may have been charged"),
};

const specResult = z.strictObject({
  spec: text("name of the spec"),
  revision: count("revision of its search"),
  status: z.enum(STATUSES.walk).describe("how far its walk is"),
  stopReason: orNull(z.enum(STOP_REASONS).describe("why it ended"), "it has not"),
  fresh: flag("the search was complete and not older than `refresh_days`, so that nothing was bought"),
  joined: flag("another run was walking the spec, and this one waited for it"),
  ...sums,
  nextPage: count("first page that was not bought"),
  warnings: words("what is odd about the spec or its answers"),
});

/** `run`, `resume`, `schedule run-now` and `runs RUN`. */
export const runJson = z.strictObject({
  runId: count("number of the run"),
  status: z.enum(STATUSES.run).describe("how far the run is"),
  specs: list(specResult, "each spec of the run"),
  totals: z.strictObject(sums).describe("the sums of all specs"),
  balance: orNull(credits("credits left, by the newest answer"), "no answer has named it"),
  durationMs: count("milliseconds from its start to its end, or to now"),
});

/** `run --detach` and `schedule run-now --detach`. */
export const detachedRunJson = z.strictObject({ runId: count("number of the run, which a worker will do") });

/** `runs` */
export const runsJson = list(
  z.strictObject({
    runId: count("number of the run"),
    status: z.enum(STATUSES.run).describe("how far the run is"),
    startedAt: moment("when it was made"),
    durationMs: count("milliseconds from its start to its end, or to now"),
    specs: count("specs of the run"),
    unfinished: count("of them those that are waiting or under way"),
    stopped: count("of them those that the next run carries on"),
    failed: count("of them those that failed"),
    profilesNew: count("people who were not stored before"),
    creditsSpent: credits("credits settled"),
    creditsInSuspense: credits("credits of calls that may have been charged"),
    reasons: words("the reasons for which specs stopped or failed, each once"),
  }),
  "the newest 20 runs, newest first",
);

const forecast = (description: string) =>
  z
    .strictObject({
      low: credits("least credits"),
      likely: credits("likely credits"),
      high: credits("most credits"),
    })
    .describe(description);

/** `plan` */
export const planJson = z.strictObject({
  specs: list(
    z.strictObject({
      spec: text("name of the spec"),
      revision: count("revision of its search"),
      warnings: words("what is odd about the spec"),
      action: z
        .enum(["first", "refresh", "continue", "fresh", "failed", "fill", "no_gaps", "incomplete"])
        .describe(
          "what a run would do; `fresh`, `failed` and `no_gaps`: buy nothing; `incomplete`: left out by `--fill-gaps`",
        ),
      page: orNull(count("page that it would start from"), "nothing is bought"),
      pages: orNull(list(count("page"), "the pages that `--fill-gaps` buys"), "all from `page` on"),
      forecast: orNull(forecast("what it will cost"), "not known before the first page"),
      mostCredits: orNull(credits("credits that the spec cannot go beyond"), "no limit of its own"),
    }),
    "each spec that the run would take",
  ),
  forecast: orNull(forecast("the sum of what is known"), "nothing is known"),
  unknown: count("specs whose cost is not known"),
  mostCredits: orNull(credits("credits that the run cannot go beyond"), "no limit"),
  overlaps: list(
    z.strictObject({
      spec: text("name of a spec that has found people"),
      people: count("people that it has found with its current search"),
      shared: count("of them those whom another spec has found too"),
      closest: orNull(
        z
          .strictObject({ spec: text("its name"), shared: count("people whom both have found") })
          .describe("the spec that shares most of them"),
        "no spec shares any",
      ),
    }),
    "how far the specs find the same people",
  ),
});

const selection = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("specs"), specs: z.array(z.string()) }),
    z.strictObject({ kind: z.literal("tag"), tag: z.string() }),
    z.strictObject({ kind: z.literal("all") }),
  ])
  .describe(
    'nightly specs that it takes: `{"kind": "specs", "specs": […]}`, `{"kind": "tag", "tag": …}` or `{"kind": "all"}`',
  );

/** `schedule list` */
export const schedulesJson = list(
  z.strictObject({
    name: text("name of the schedule"),
    cron: text("its times, as cron"),
    timeZone: text("the zone of these times"),
    selection,
    budgetCredits: credits("most credits of one firing"),
    lastRun: orNull(
      z
        .strictObject({
          runId: count("its number"),
          status: text("how far it is"),
          plannedFor: moment("the firing that it belongs to"),
        })
        .describe("the newest run of the schedule"),
      "none yet",
    ),
    changes: z
      .array(
        z.strictObject({
          triggerKey: text("the firing, by its planned local minute"),
          plannedFor: moment("when it was planned"),
          movedTo: orNull(moment("when it fires instead"), "it is skipped"),
        }),
      )
      .describe("firings to come that are skipped or moved"),
    next: z.array(z.iso.datetime()).describe("the next firings"),
    problem: orNull(text("why its times cannot be computed"), "they can"),
  }),
  "each schedule, by name",
);
