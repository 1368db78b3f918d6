import {
  KeyMissing,
  KeyRejected,
  SourcingError,
  SpecInvalid,
  StoreRefused,
  StoreUnavailable,
  UsageError,
} from "../values/errors.ts";
import { describeError } from "./describe-error.ts";

/** Why something was not done, for programs. */
export interface Failure {
  /** A word for programs: the kind of error in snake case, such as `store_unavailable`. */
  readonly code: string;
  /** What happened, as a person is told. */
  readonly message: string;
  /** What to do now. */
  readonly next: string;
}

const NEXT: readonly (readonly [abstract new (...args: never[]) => Error, string])[] = [
  [UsageError, "mend the option, the file or the setting that the message names, then run the command again"],
  [SpecInvalid, "mend the columns that the message names, then run the command again"],
  [KeyMissing, "set LEONAR_API_KEY, then run the command again"],
  [KeyRejected, "mend the key, its scopes or the plan, then run `sourcing resume`"],
  [
    StoreUnavailable,
    "bring back what the message names, then run the command again, or `sourcing resume` if a run had begun",
  ],
  [StoreRefused, "run `sourcing doctor`, and mend what it reports"],
];

/** Describes an error for programs. */
export function toFailure(error: unknown): Failure {
  const next = NEXT.find(([kind]) => error instanceof kind)?.[1];
  const code = error instanceof SourcingError ? toSnakeCase(error.name) : "internal_error";
  const fallback =
    error instanceof SourcingError ? "run `sourcing doctor`" : "report it with the lines on stderr";
  return { code, message: describeError(error).split("\n    at ")[0] ?? "", next: next ?? fallback };
}

function toSnakeCase(name: string): string {
  return name.replace(/(?<!^)[A-Z]/g, "_$&").toLowerCase();
}
