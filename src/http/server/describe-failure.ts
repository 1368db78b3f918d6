import { z } from "zod";
import { type Failure, toFailure } from "../../operations/failure.ts";
import { KeyMissing, KeyRejected, SpecInvalid, StoreUnavailable, UsageError } from "../../values/errors.ts";
import { HttpError } from "./http-error.ts";

export interface HttpFailure extends Failure {
  readonly status: number;
}

const STATUSES: readonly (readonly [abstract new (...args: never[]) => Error, number])[] = [
  [UsageError, 422],
  [SpecInvalid, 422],
  [KeyMissing, 409],
  [KeyRejected, 409],
  [StoreUnavailable, 503],
];

const NEXT: Readonly<Record<number, string>> = {
  401: "open the link that the console printed on its terminal",
  404: "go back, and choose what is listed there",
};

/** Says of an error what a browser or a program is told: the code is that of the command line, with a status of HTTP. */
export function describeFailure(error: unknown): HttpFailure {
  if (error instanceof HttpError) {
    const { status, code, message } = error;
    return { status, code, message, next: NEXT[status] ?? "go back, load the page again, and try once more" };
  }
  if (error instanceof z.ZodError) {
    const message = error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    return { status: 422, code: "usage_error", message, next: "go back and mend the field that is named" };
  }
  const refused = statusOfFastify(error);
  if (refused !== null) return refused;
  const status = STATUSES.find(([kind]) => error instanceof kind)?.[1] ?? 500;
  return { status, ...toFailure(error) };
}

/** Requests that the server itself does not take, such as one whose body is too large; null: another error. */
function statusOfFastify(error: unknown): HttpFailure | null {
  const status = error instanceof Error && "statusCode" in error ? Number(error.statusCode) : 0;
  if (!(status >= 400 && status < 500)) return null;
  const message =
    status === 413 ? "what was sent is too large" : "the request is not one of our pages' forms";
  return {
    status,
    code: status === 413 ? "too_large" : "bad_request",
    message,
    next: "go back and try once more",
  };
}
