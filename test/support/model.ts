import { checkLimits, type KeyState } from "../../src/credits/check-limits.ts";
import type { Limit } from "../../src/credits/limits.ts";
import { type CallBooking, postingsBetween } from "../../src/credits/postings.ts";
import {
  advancePosition,
  FIRST_POSITION,
  nextStep,
  type PassPosition,
} from "../../src/runs/walk/next-step.ts";
import { USED_KEY } from "./used-key.ts";

/** One call as the ledger of the model knows it. */
export interface ModelCall {
  readonly walk: ModelWalk;
  readonly page: number;
  readonly alone: boolean;
  booking: CallBooking;
  status: "sent" | "settled" | "suspense";
  outcome: "answered" | "refused" | "unknown" | null;
  applied: boolean;
}

export interface ModelWalk {
  readonly budget: number;
  /** People on each page of the search; each costs a credit. */
  readonly pages: readonly number[];
  position: PassPosition;
  token: number;
  /** Nobody holds it, or whoever does has died or was frozen for too long. */
  free: boolean;
  ended: boolean;
}

export type ModelOpened =
  | { readonly kind: "open"; readonly call: ModelCall }
  | { readonly kind: "wait" | "stop" };

/** What a worker may hold: the right to walk, until the token grows. */
export interface ModelLease {
  readonly walk: ModelWalk;
  readonly token: number;
}

const ASKING = { at: new Date(0), byPerson: true, now: new Date(0) };
const RULES = { pageCredits: 25, minBalance: null };

/**
 * The transactions of the store over the pure rules of the domain, each in one indivisible step: the ledger with its
 * limits, leases with their fence, and the checkpoint of each walk.
 */
export class ModelStore {
  readonly calls: ModelCall[] = [];
  readonly budget: number;
  readonly walks: readonly ModelWalk[];

  constructor(budget: number, walks: readonly ModelWalk[]) {
    this.budget = budget;
    this.walks = walks;
  }

  /** Credits on an account, of one walk or of all. */
  booked(account: CallBooking["account"], walk: ModelWalk | null = null): number {
    return this.calls
      .filter((call) => call.booking.account === account && (walk === null || call.walk === walk))
      .reduce((sum, call) => sum + call.booking.credits, 0);
  }

  holds({ walk, token }: ModelLease): boolean {
    return walk.token === token && !walk.ended;
  }

  take(walk: ModelWalk): ModelLease | null {
    if (walk.ended || !walk.free) return null;
    walk.free = false;
    walk.token += 1;
    this.suspendLostCalls(walk);
    return { walk, token: walk.token };
  }

  giveBack(lease: ModelLease): void {
    if (this.holds(lease)) lease.walk.free = true;
  }

  /** T1. */
  open(lease: ModelLease): ModelOpened | null {
    if (!this.holds(lease)) return null;
    const { walk } = lease;
    const step = nextStep(this.positionOf(walk), {
      pagesBought: 0,
      maxPages: null,
      stopAfterKnownPages: 0,
      cancelled: false,
      held: false,
    });
    if (step.kind === "stop") return step;
    const opening = checkLimits(this.limitsOf(walk), this.keyState(), ASKING, RULES);
    if (opening.kind !== "open") return opening;
    const { reserve: credits, exclusive: alone } = opening;
    const call: ModelCall = {
      walk,
      page: step.page,
      alone,
      booking: { account: "reserved", credits },
      status: "sent",
      outcome: null,
      applied: false,
    };
    this.calls.push(call);
    return { kind: "open", call };
  }

  /** T2a: by the call, whoever holds the walk by now. */
  record(call: ModelCall, outcome: "answered" | "refused" | "unknown"): void {
    if (call.status === "settled") return;
    if (outcome === "unknown") {
      this.suspend(call);
      return;
    }
    const credits = outcome === "answered" ? (call.walk.pages[call.page - 1] ?? 0) : 0;
    call.status = "settled";
    call.outcome = outcome;
    this.book(call, { account: "spent", credits });
  }

  /** Pages that are bought and not stored. */
  unapplied(walk: ModelWalk): ModelCall[] {
    return this.calls.filter((call) => call.walk === walk && call.outcome === "answered" && !call.applied);
  }

  /** T2b. False where somebody else holds the walk. */
  apply(lease: ModelLease, call: ModelCall): boolean {
    if (!this.holds(lease)) return false;
    const { walk } = lease;
    const known = this.calls.some(
      (other) => other.walk === walk && other.page === call.page && other.applied,
    );
    call.applied = true;
    if (call.page !== walk.position.page) return true;
    const profiles = walk.pages[call.page - 1] ?? 0;
    walk.position = advancePosition(walk.position, {
      page: call.page,
      profiles,
      readable: profiles,
      hasMore: call.page < walk.pages.length,
      nextPage: null,
      broken: false,
      cutShort: false,
      suppressed: 0,
      newToPass: known ? 0 : profiles,
      mostNewToPass: known ? 0 : profiles,
      totalCount: null,
      newToStore: known ? 0 : profiles,
    });
    return true;
  }

  finish(lease: ModelLease): void {
    if (!this.holds(lease)) return;
    this.suspendLostCalls(lease.walk);
    lease.walk.ended = true;
  }

  private positionOf(walk: ModelWalk): PassPosition {
    const ambiguous = this.calls.filter(
      (call) => call.walk === walk && call.page === walk.position.page && call.outcome === "unknown",
    ).length;
    return { ...walk.position, ambiguousCalls: ambiguous, ambiguousCallsSinceAsked: ambiguous };
  }

  private limitsOf(walk: ModelWalk): Limit[] {
    const limit = (most: number, of: ModelWalk | null): Limit => ({
      reason: "budget_reached",
      limit: most,
      spent: this.booked("spent", of),
      suspense: this.booked("suspense", of),
      reserved: this.booked("reserved", of),
    });
    return [limit(walk.budget, walk), limit(this.budget, null)];
  }

  private keyState(): KeyState {
    const sent = this.calls.filter(({ status }) => status === "sent");
    const prices = this.calls.flatMap(({ outcome, booking }) =>
      outcome === "answered" ? booking.credits : [],
    );
    return {
      ...USED_KEY,
      inFlight: sent.length,
      exclusiveInFlight: sent.some(({ alone }) => alone),
      maxPriceSeen: prices.length === 0 ? null : Math.max(...prices),
    };
  }

  private suspendLostCalls(walk: ModelWalk): void {
    for (const call of this.calls) if (call.walk === walk && call.status === "sent") this.suspend(call);
  }

  private suspend(call: ModelCall): void {
    call.status = "suspense";
    call.outcome = "unknown";
    this.book(call, { account: "suspense", credits: call.booking.credits });
  }

  /** What the postings make of a booking, account by account, must be the next booking and nothing else. */
  private book(call: ModelCall, then: CallBooking): void {
    const accounts = new Map<string, number>([[call.booking.account, call.booking.credits]]);
    for (const { from, to, credits } of postingsBetween(call.booking, then)) {
      accounts.set(from, (accounts.get(from) ?? 0) - credits);
      accounts.set(to, (accounts.get(to) ?? 0) + credits);
    }
    call.booking = { account: then.account, credits: accounts.get(then.account) ?? 0 };
  }
}

/** A walk through a search with so many people on each page. */
export function makeModelWalk(pages: readonly number[], budget: number): ModelWalk {
  return { pages, budget, position: FIRST_POSITION, token: 0, free: true, ended: false };
}
