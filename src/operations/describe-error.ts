import { SourcingError } from "../values/errors.ts";

/** Describes an error to the user. Errors of other code are told by kind and place only, as their text may hold data. */
export function describeError(error: unknown): string {
  if (error instanceof SourcingError) return error.message;
  if (!(error instanceof Error)) return "something went wrong that is not even an error";
  const places = (error.stack ?? "").split("\n").filter((line) => line.trimStart().startsWith("at "));
  return [
    `unexpected ${error.name}: this is a fault of sourcing, please report it with these lines`,
    ...places.slice(0, 6),
  ].join("\n");
}
