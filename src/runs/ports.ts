import type { SourcingError } from "../values/errors.ts";
import type { Detail } from "../people/merge.ts";
import type { PageOutcome } from "./walk/next-step.ts";
import type { SearchPage } from "../people/search-page.ts";
import type { Selection } from "../specs/spec-selection.ts";
import type { SearchParameters } from "../specs/spec.ts";
import type { StopReason } from "./stop-reason.ts";

/** What one paid request needs. */
export interface SearchRequest {
  readonly search: SearchParameters;
  /** Page to buy, from 1. */
  readonly page: number;
}

/** A usable answer to one paid request. */
export interface SearchAnswer {
  /** The body exactly as received. */
  readonly body: Uint8Array;
  readonly page: SearchPage;
}

/** The paid API. */
export interface ProfileSearch {
  /**
   * Makes exactly one HTTP attempt for one page; never retries.
   * @param onSent hears that the request has left, where it comes so far
   * @throws RequestRejected, KeyRejected, OutOfCredits, TryLater where the call was provably not charged;
   * MaybeCharged where it may have been.
   */
  search(request: SearchRequest, signal?: AbortSignal, onSent?: () => void): Promise<SearchAnswer>;
  /** Reads a stored body again, for zero credits. @throws ContractBroken where it is no JSON object. */
  readPage(body: Uint8Array): SearchPage;
}

/** The right to walk, until somebody else takes the walk and its token grows. */
export interface Lease {
  readonly walkId: number;
  readonly token: number;
}

export type Taken =
  | {
      readonly kind: "taken";
      readonly lease: Lease;
      /** It has begun before: what it reads is settled. */
      readonly isWalking: boolean;
      /** The queue on which the walk rings. */
      readonly lane: string;
    }
  /** Somebody alive holds it. */
  | { readonly kind: "busy" }
  /** The walk has ended, or never was. */
  | { readonly kind: "over" };

export type Begun =
  | { readonly kind: "walking" }
  /** Another run walks the same search; this one's turn comes after it. */
  | { readonly kind: "joined" }
  | { readonly kind: "nothing"; readonly reason: StopReason; readonly fresh: boolean };

export interface CallWish {
  /** Which searches cost alike. */
  readonly priceClass: string;
  /** A page that is bought and not yet applied, at its worst for the walk; null: all are applied. */
  readonly unapplied: PageOutcome | null;
}

export type Opened =
  | { readonly kind: "open"; readonly callId: number; readonly page: number }
  /** Short only because of calls under way. */
  | { readonly kind: "wait" }
  | { readonly kind: "stop"; readonly reason: StopReason; readonly note: string | null };

/** What became of a call that brought no page. */
export type CallFailure =
  /** Provably not charged. */
  | { readonly kind: "refused"; readonly error: SourcingError }
  /** Nobody knows. */
  | { readonly kind: "unknown"; readonly error: SourcingError };

export interface Ending {
  readonly reason: StopReason;
  /** Read to its end not long ago, so that nothing was bought. */
  readonly fresh: boolean;
  /** For people, without people's data. */
  readonly note: string | null;
}

/** A walk to ring for: its job does one slice. */
export interface Ring {
  readonly walkId: number;
  /** Grows with each slice, so that each has a job of its own. */
  readonly token: number;
  /** Queue that its run is worked on. */
  readonly lane: string;
}

/** Money and state of walks. Each method is one transaction. Every one may throw StoreUnavailable or StoreRefused. */
export interface WalkStore {
  takeWalk(walkId: number): Promise<Taken>;
  /** @throws LeaseLost */
  beginWalk(lease: Lease): Promise<Begun>;
  /** The search that a walk reads. */
  searchOf(lease: Lease): Promise<SearchParameters>;
  /** Answered calls of the walk's search, whichever reading they belong to, whose pages are not stored yet; oldest first. */
  unappliedCalls(lease: Lease): Promise<number[]>;
  /** The bytes of an answered call, as received. */
  bodyOf(callId: number): Promise<Uint8Array>;
  /**
   * T1: chooses a page and books its worst price, before anything is sent.
   * @param attempt names the call before it has a number
   * @throws LeaseLost
   */
  openCall(lease: Lease, wish: CallWish, attempt: string): Promise<Opened>;
  /** Settles at nothing a call of which nobody knows whether it was opened, and which was provably never sent. */
  voidCall(lease: Lease, attempt: string): Promise<void>;
  /** Whether the call of that number is this attempt. */
  knowsCall(callId: number, attempt: string): Promise<boolean>;
  /** T2a: keeps the bytes and settles the price; by the call's id, whoever holds the walk. */
  recordAnswer(callId: number, answer: SearchAnswer): Promise<void>;
  /** T2a of a call that brought no page. */
  recordFailure(callId: number, failure: CallFailure): Promise<void>;
  /** T2b: people and checkpoint of one recorded call. @param detail what its search asked for. @throws LeaseLost */
  applyCall(lease: Lease, callId: number, page: SearchPage, detail: Detail): Promise<void>;
  /** Ends the walk, and its run with the last one. Gives the walks that waited for it. @throws LeaseLost */
  finishWalk(lease: Lease, ending: Ending): Promise<Ring[]>;
  /** Lets go of the walk; its next ring, or null where it has ended or is in other hands. */
  giveWalkBack(lease: Lease): Promise<Ring | null>;
  /** False where somebody else holds the walk by now. */
  renewLease(lease: Lease): Promise<boolean>;
}

/** Wakes somebody who works on walks. Rings may be lost or doubled: Postgres knows what is unfinished. */
export interface Doorbell {
  ring(ring: Ring, afterMs?: number): Promise<void>;
  /** Whether anything on the lane waits for its turn; true where nobody can say. */
  othersWait(lane: string): Promise<boolean>;
}

export interface NewRun {
  readonly selection: Selection;
  /** The CSV that `selection` speaks of, as text; it is kept with the run, so that any process can start it. */
  readonly specsCsv: string | null;
  /** Most credits of the run over all its resumes; null: no limit of its own. */
  readonly budgetCredits: number | null;
  /** Most pages of each spec in this run. */
  readonly maxPages: number | null;
  /** Buy from page 1 again. */
  readonly restart: boolean;
  /** The process that works on it alone; null: whichever worker. */
  readonly owner: string | null;
  /** One run per key; null: asked for by a person. */
  readonly triggerKey: string | null;
  /** Name of the schedule it belongs to, which takes only specs marked `nightly`; null: none. */
  readonly schedule: string | null;
}

/** `busy`: a command that is alive works on the run. */
export type ChangedRun = "done" | "nothing_to_do" | "busy" | "unknown";
