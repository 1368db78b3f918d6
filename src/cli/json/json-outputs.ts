import { z } from "zod";
import { creditsJson, pricesJson } from "./credit-json.ts";
import { text } from "./json-fields.ts";
import {
  accessJson,
  auditJson,
  exportsJson,
  matchesJson,
  overdueJson,
  personJson,
  reparseJson,
  retentionJson,
} from "./people-json.ts";
import { detachedRunJson, planJson, runJson, runsJson, schedulesJson } from "./run-json.ts";
import { checkJson, specJson, specsJson } from "./spec-json.ts";
import { copyJson, dumpJson, restoreJson, schemaJson } from "./store-json.ts";

/** What a command prints that ends without a result. */
export const failureJson = z.strictObject({
  error: z.strictObject({
    code: z
      .string()
      .regex(/^[a-z_]+$/)
      .describe(
        "the kind of error, for programs: `usage_error`, `spec_invalid`, `key_missing`, `key_rejected`, `store_unavailable`, `store_refused`, `try_later`, `out_of_credits`, `interrupted`, `nothing_to_resume`, `declined`, `probe_failed`, `no_result`, `internal_error`; more may be added",
      ),
    message: text("what happened, as on stderr"),
    next: text("what to do now"),
  }),
});

/** One form of what a command prints. */
export interface JsonOutput {
  /** The commands as they are typed. */
  readonly commands: readonly string[];
  readonly schema: z.ZodType;
}

/** Everything that a command with `--json` prints, in the order of `docs/json.md`. */
export const JSON_OUTPUTS: readonly JsonOutput[] = [
  {
    commands: ["run --json", "resume --json", "schedule run-now NAME --json", "runs RUN --json"],
    schema: runJson,
  },
  { commands: ["run --detach --json", "schedule run-now NAME --detach --json"], schema: detachedRunJson },
  { commands: ["runs --json"], schema: runsJson },
  { commands: ["plan --json"], schema: planJson },
  { commands: ["schedule list --json"], schema: schedulesJson },
  { commands: ["specs list --json"], schema: specsJson },
  { commands: ["specs show SPEC"], schema: specJson },
  { commands: ["specs check FILE --json"], schema: checkJson },
  { commands: ["credits --json"], schema: creditsJson },
  { commands: ["credits prices --json"], schema: pricesJson },
  { commands: ["schema --json", "schema VIEW --json"], schema: schemaJson },
  { commands: ["exports --json"], schema: exportsJson },
  { commands: ["person TEXT --json"], schema: personJson },
  { commands: ["person TEXT --json, where no person or several match"], schema: matchesJson },
  { commands: ["person TEXT --export"], schema: accessJson },
  { commands: ["retention --json"], schema: retentionJson },
  { commands: ["retention --dry-run --json"], schema: overdueJson },
  { commands: ["reparse --json"], schema: reparseJson },
  { commands: ["audit --json"], schema: auditJson },
  { commands: ["db copy --to URL --json"], schema: copyJson },
  { commands: ["db dump FILE --json"], schema: dumpJson },
  { commands: ["db restore FILE --json"], schema: restoreJson },
];
