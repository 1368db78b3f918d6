import type { SearchAnswer } from "../../leonar/profile-search.ts";
import type { DetailFlags } from "../../people/merge.ts";
import type { SearchPage } from "../../people/search-page.ts";
import type { SearchParameters } from "../../specs/spec.ts";
import type { SourcingError } from "../../values/errors.ts";
import type { StopReason } from "../stop-reason.ts";
import type { PageOutcome } from "./next-step.ts";
import type { WalkJob } from "./walk-queue.ts";

/** The right to work on a walk. It ends when the walk is taken again, which increments the token. */
export interface Lease {
  readonly walkId: number;
  readonly token: number;
}

export type TakeLeaseResult =
  | {
      readonly kind: "taken";
      readonly lease: Lease;
      /** True if the walk has begun before: what it buys is decided. */
      readonly isWalking: boolean;
      /** The queue for the jobs of the walk. */
      readonly queueName: string;
    }
  /** Another worker holds the lease. */
  | { readonly kind: "busy" }
  /** The walk has ended, or never existed. */
  | { readonly kind: "over" };

export type BeginWalkResult =
  | { readonly kind: "walking" }
  /** Another run walks the same search; this walk starts after that one. */
  | { readonly kind: "joined" }
  | {
      readonly kind: "nothing";
      readonly reason: StopReason;
      readonly note: string | null;
      readonly fresh: boolean;
    };

export interface CallRequest {
  /** Names the searches that cost the same. */
  readonly priceClass: string;
  /** The pessimistic outcome of the page that this process has bought and not yet applied; null: there is none. */
  readonly unapplied: BoughtPage | null;
}

/** A recorded page whose people are not in the store yet. */
export interface BoughtPage extends PageOutcome {
  readonly callId: number;
}

export type OpenCallResult =
  | { readonly kind: "open"; readonly callId: number; readonly page: number }
  /** The budget is short only because of calls that are still open. */
  | { readonly kind: "wait" }
  /** An answer of the search was recorded, by any process, and must be applied first. */
  | { readonly kind: "unapplied" }
  /** The answer whose page the request names as bought is not recorded. */
  | { readonly kind: "unrecorded" }
  | { readonly kind: "stop"; readonly reason: StopReason; readonly note: string | null };

/** The result of a call that returned no page. */
export type CallFailure =
  /** The call was provably not charged. */
  | { readonly kind: "refused"; readonly error: SourcingError }
  /** The call may have been charged. */
  | { readonly kind: "unknown"; readonly error: SourcingError };

export interface WalkEnding {
  readonly reason: StopReason;
  /** True if the search was completed recently, so nothing was bought. */
  readonly fresh: boolean;
  /** A note for the operator, without personal data. */
  readonly note: string | null;
}

/** Money and state of walks. Each method is one transaction and may throw StoreUnavailable or StoreRefused. */
export interface WalkStore {
  acquireLease(walkId: number): Promise<TakeLeaseResult>;
  /** @throws LeaseLost */
  beginWalk(lease: Lease): Promise<BeginWalkResult>;
  /** Returns the search of the walk. */
  searchOf(lease: Lease): Promise<SearchParameters>;
  /** Returns the answered calls of the walk's search, of any pass, whose pages are not applied yet; oldest first. */
  unappliedCalls(lease: Lease): Promise<number[]>;
  /** Returns the bytes of an answered call, as received. */
  bodyOf(callId: number): Promise<Uint8Array>;
  /**
   * Chooses a page and reserves its worst price, before anything is sent.
   * @param attempt names the call before it has a number
   * @throws LeaseLost
   */
  openCall(lease: Lease, request: CallRequest, attempt: string): Promise<OpenCallResult>;
  /** Settles a call at zero that was provably never sent and that may or may not have been opened. */
  cancelReservation(lease: Lease, attempt: string): Promise<void>;
  /** Returns whether the call of that number is this attempt. */
  isKnownCall(callId: number, attempt: string): Promise<boolean>;
  /** Stores the bytes and settles the price, by the id of the call: the lease may be lost by then. */
  recordAnswer(callId: number, answer: SearchAnswer, attempt?: string): Promise<void>;
  /** Settles a call that returned no page. */
  recordFailure(callId: number, failure: CallFailure, attempt?: string): Promise<void>;
  /**
   * Stores the people of one recorded call and moves the pass on.
   * @param detail the detail that the search of the call asked for
   * @throws LeaseLost; PageOutOfOrder if an earlier page of the pass is recorded and not applied
   */
  applyPage(lease: Lease, callId: number, page: SearchPage, detail: DetailFlags): Promise<void>;
  /**
   * Ends the walk, and its run if the walk is the last one. Returns the walks that waited for it; null, and ends nothing, if
   * an answer of the search is recorded and not applied. @throws LeaseLost
   */
  finishWalk(lease: Lease, ending: WalkEnding): Promise<WalkJob[] | null>;
  /** Releases the lease. Returns the next job of the walk; null: the walk has ended or its lease was lost. */
  releaseLease(lease: Lease): Promise<WalkJob | null>;
  /** Returns false if the lease was lost. */
  renewLease(lease: Lease): Promise<boolean>;
}
