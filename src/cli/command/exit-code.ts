import { KeyMissing, KeyRejected, SourcingError, SpecInvalid, UsageError } from "../../values/errors.ts";

/** Exit code of a command that ended with this error; those of runs come from their stop reasons. */
export function exitCodeForError(error: unknown): number {
  if (error instanceof UsageError || error instanceof SpecInvalid) return 2;
  return error instanceof KeyMissing || error instanceof KeyRejected ? 4 : 1;
}

/** What to tell the person: our own errors say it all, others only their kind and place, as they may hold data. */
export function describeError(error: unknown): string {
  if (error instanceof SourcingError) return error.message;
  if (!(error instanceof Error)) return "something went wrong that is not even an error";
  const places = (error.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  return [
    `unexpected ${error.name}: this is a fault of sourcing, please report it with these lines`,
    ...places.slice(0, 6),
  ].join("\n");
}
