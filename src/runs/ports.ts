import type { SearchAnswer } from "../leonar/profile-search.ts";
import type { DetailFlags } from "../people/merge.ts";
import type { SearchPage } from "../people/search-page.ts";
import type { SearchParameters } from "../specs/spec.ts";
import type { SpecSelection } from "../specs/spec-selection.ts";
import type { SourcingError } from "../values/errors.ts";
import type { StopReason } from "./stop-reason.ts";
import type { PageOutcome } from "./walk/next-step.ts";

/** The right to walk, until somebody else takes the walk and its token grows. */
export interface Lease {
  readonly walkId: number;
  readonly token: number;
}

export type TakeLeaseResult =
  | {
      readonly kind: "taken";
      readonly lease: Lease;
      /** It has begun before: what it reads is settled. */
      readonly isWalking: boolean;
      /** The queue on which the walk rings. */
      readonly queueName: string;
    }
  /** Somebody alive holds it. */
  | { readonly kind: "busy" }
  /** The walk has ended, or never was. */
  | { readonly kind: "over" };

export type BeginWalkResult =
  | { readonly kind: "walking" }
  /** Another run walks the same search; this one's turn comes after it. */
  | { readonly kind: "joined" }
  | { readonly kind: "nothing"; readonly reason: StopReason; readonly fresh: boolean };

export interface CallRequest {
  /** Which searches cost alike. */
  readonly priceClass: string;
  /** A page that is bought and not yet applied, at its worst for the walk; null: all are applied. */
  readonly unapplied: PageOutcome | null;
}

export type OpenCallResult =
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

export interface WalkEnding {
  readonly reason: StopReason;
  /** Read to its end not long ago, so that nothing was bought. */
  readonly fresh: boolean;
  /** For people, without people's data. */
  readonly note: string | null;
}

/** A walk to ring for: its job does one slice. */
export interface WalkJob {
  readonly walkId: number;
  /** Grows with each slice, so that each has a job of its own. */
  readonly token: number;
  /** Queue that its run is worked on. */
  readonly queueName: string;
}

/** Money and state of walks. Each method is one transaction. Every one may throw StoreUnavailable or StoreRefused. */
export interface WalkStore {
  acquireLease(walkId: number): Promise<TakeLeaseResult>;
  /** @throws LeaseLost */
  beginWalk(lease: Lease): Promise<BeginWalkResult>;
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
  openCall(lease: Lease, request: CallRequest, attempt: string): Promise<OpenCallResult>;
  /** Settles at nothing a call of which nobody knows whether it was opened, and which was provably never sent. */
  cancelReservation(lease: Lease, attempt: string): Promise<void>;
  /** Whether the call of that number is this attempt. */
  isKnownCall(callId: number, attempt: string): Promise<boolean>;
  /** T2a: keeps the bytes and settles the price; by the call's id, whoever holds the walk. */
  recordAnswer(callId: number, answer: SearchAnswer): Promise<void>;
  /** T2a of a call that brought no page. */
  recordFailure(callId: number, failure: CallFailure): Promise<void>;
  /** T2b: people and checkpoint of one recorded call. @param detail what its search asked for. @throws LeaseLost */
  applyPage(lease: Lease, callId: number, page: SearchPage, detail: DetailFlags): Promise<void>;
  /** Ends the walk, and its run with the last one. Gives the walks that waited for it. @throws LeaseLost */
  finishWalk(lease: Lease, ending: WalkEnding): Promise<WalkJob[]>;
  /** Lets go of the walk; its next ring, or null where it has ended or is in other hands. */
  releaseLease(lease: Lease): Promise<WalkJob | null>;
  /** False where somebody else holds the walk by now. */
  renewLease(lease: Lease): Promise<boolean>;
}

/** Wakes somebody who works on walks. Rings may be lost or doubled: Postgres knows what is unfinished. */
export interface WalkQueue {
  enqueue(enqueue: WalkJob, afterMs?: number): Promise<void>;
  /** Whether anything on the lane waits for its turn; true where nobody can say. */
  hasWaitingJobs(queueName: string): Promise<boolean>;
}

export interface NewRun {
  readonly selection: SpecSelection;
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
