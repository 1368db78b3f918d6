/** One call as a process of this machine knows it. */
export interface JournalledCall {
  readonly callId: number;
  /** The UUID under which it was opened. */
  readonly attempt: string;
  readonly openedAt: Date;
  /** What its answer cost; null: no answer has come that names it. */
  readonly credits: number | null;
}

/** What this machine bought, kept outside of the database, so that a database which went back in time is found out. */
export interface CallJournal {
  /** Notes that a call was opened, after the database has confirmed it and before the request is sent. Never throws. */
  opened(call: Pick<JournalledCall, "callId" | "attempt">): void;
  /** Notes what its answer cost. Never throws. */
  answered(call: Pick<JournalledCall, "callId" | "attempt">, credits: number): void;
}

/** A journal that notes nothing. */
export const NO_JOURNAL: CallJournal = { opened() {}, answered() {} };
