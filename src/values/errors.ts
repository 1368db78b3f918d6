/** Base of every error that this project throws on purpose; its class says what happens next. */
export class SourcingError extends Error {
  override get name(): string {
    return this.constructor.name;
  }
}

/** One thing wrong with a spec, worded so that its author can fix it. */
export interface SpecProblem {
  /** Column or parameter name, as the author should write it. */
  readonly column: string;
  /** What was found, shortened for display. */
  readonly found: string;
  readonly expected: string;
  /** What to type instead. */
  readonly fix: string;
}

/** The spec can never work as written: nothing is sent until its author changes it. */
export class SpecInvalid extends SourcingError {
  readonly problems: readonly SpecProblem[];
  constructor(problems: readonly SpecProblem[]) {
    super(problems.map((p) => `${p.column}: found ${p.found}; expected ${p.expected}; ${p.fix}`).join("\n"));
    this.problems = problems;
  }
}

/** The API refused the request itself (400, 404, 422): not charged, the walk fails until the spec changes. */
export class RequestRejected extends SourcingError {
  /** The refusal in the API's own words, without advice. */
  readonly refusal: string;
  constructor(message: string, refusal = message) {
    super(message);
    this.refusal = refusal;
  }
}

/** The API refused one page of a search of which it gave page 1: not charged, the page is requested once more. */
export class PageRefused extends SourcingError {}

/** Refused before any work was done, so provably not charged: try again after `afterMs` milliseconds. */
export class TryLater extends SourcingError {
  /** Milliseconds to wait; null if the API named no time. */
  readonly afterMs: number | null;
  constructor(message: string, afterMs: number | null) {
    super(message);
    this.afterMs = afterMs;
  }
}

/** No connection to the API can be made until a setting is changed: nothing was sent and nothing charged; every walk stops. */
export class NotConnected extends SourcingError {}

/** The address answers with a redirect, which is not followed: not charged, and no attempt works until the address is changed. */
export class Redirected extends SourcingError {
  /** How its message begins, by which a stored one is known. */
  static readonly MESSAGE_START = "the address answered with a redirect";
  constructor(status: number) {
    super(`${Redirected.MESSAGE_START} (${status}), which is not followed: check LEONAR_BASE_URL`);
  }
}

/** The request left and no answer came that is understood: the call may have been charged, so that its credits go to suspense. */
export class MaybeCharged extends SourcingError {
  /** The answer exactly as received, to be kept; null where there is none. */
  readonly body: Uint8Array | null;
  /** Milliseconds to wait before the page is bought again; null: as long as after other errors. */
  readonly afterMs: number | null;
  constructor(message: string, body: Uint8Array | null = null, afterMs: number | null = null) {
    super(message);
    this.body = body;
    this.afterMs = afterMs;
  }
}

/**
 * A gateway before the API answered 503 with a page of its own and named no time, as one does that limits rates: the API may have
 * had the request, so that its credits go to suspense like those of any other.
 */
export class GatewayBusy extends MaybeCharged {
  /** A pattern of LIKE by which a stored message is known. */
  static readonly PATTERN = "a gateway before the API (%) answered 503 %";
  constructor(gateway: string, afterMs: number) {
    super(
      `a gateway before the API (${gateway}) answered 503 with a web page, so that the API may have had the request; it may limit the rate, so that calls go slower from now on`,
      null,
      afterMs,
    );
  }
}

/** The answer says that it brings an error where its status says success: it may have been charged, as any that is not understood. */
export class ErrorAnswer extends MaybeCharged {
  private static readonly START = "an error in place of a page";
  constructor(status: number, words: string, body: Uint8Array | null = null) {
    super(`${ErrorAnswer.START} (${status}): ${words}`, body);
  }
  /** Whether a message, as stored with a call, is that of such an answer. */
  static isMessage(message: string | null): boolean {
    return message?.startsWith(ErrorAnswer.START) ?? false;
  }
}

/** The workspace has no credits left (402): every walk of the key stops. */
export class OutOfCredits extends SourcingError {
  /** Credits that the answer says are left, or null where it does not say. */
  readonly available: number | null;
  constructor(message: string, available: number | null) {
    super(message);
    this.available = available;
  }
}

/** The key, its scope or its plan was refused (401, 403): every walk of the key stops. */
export class KeyRejected extends SourcingError {}

/** The answer is JSON but not what the reference page promises: its bytes are kept, the walk stops. */
export class ContractBroken extends SourcingError {}

/** The database cannot be reached or used right now: wait, nothing was decided. */
export class StoreUnavailable extends SourcingError {}

/**
 * The database does not have a call or a run that it had confirmed: it went back in time, as by a failover to a standby that was
 * behind. What it lost is bought again.
 */
export class StoreWentBack extends StoreUnavailable {
  constructor(what: string) {
    super(
      `the database no longer has ${what}, though it had confirmed it: \`sourcing doctor\` counts what is lost`,
    );
  }
}

/** The database refused the statement itself; trying again gives the same answer. */
export class StoreRefused extends SourcingError {
  /** SQLSTATE, five characters. */
  readonly code: string;
  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** Another process holds the lease of the walk: stop at once, open nothing, change nothing. */
export class LeaseLost extends SourcingError {}

/** An earlier page of the pass is recorded and not applied: apply that one first. */
export class PageOutOfOrder extends SourcingError {}

/** The command cannot do what was asked as it was asked (exit code 2): nothing was done. */
export class UsageError extends SourcingError {}

/** The user pressed Ctrl-C at a question (exit code 130): nothing was done. */
export class Interrupted extends SourcingError {}

/** Another version has upgraded the store since this process began: it spends no more, and another process goes on. */
export class StoreUpgraded extends UsageError {
  constructor() {
    super(
      "another version of sourcing has upgraded the store while this process was running: nothing more is bought by this one; " +
        "start the version that upgraded it (`sourcing resume` goes on with a run that waited)",
    );
  }
}

/** The key is missing or unusable before any call was made (exit code 4). */
export class KeyMissing extends SourcingError {}
