import { SourcingError } from "../../values/errors.ts";

/** A request that is refused before a use case sees it. */
export class HttpError extends SourcingError {
  readonly status: number;
  /** A word for programs, such as `not_found`. */
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** There is nothing at this address. @param what names it: "run 12" */
export function notFound(what: string): HttpError {
  return new HttpError(404, "not_found", `there is no ${what}`);
}
