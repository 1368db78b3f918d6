import { createHash } from "node:crypto";
import type { Charge, Customer } from "./account.ts";
import { type ApiError, toApiError } from "./api-error.ts";
import { type Fault, isReplacement } from "./fault-script.ts";
import type { PageBuilder, PagePlan } from "./page-builder.ts";
import { placeOfPage } from "./page-faults.ts";
import { PAGE_SIZE } from "./page-size.ts";
import { type SearchBody, searchKeyOf } from "./search-body.ts";
import type { SearchIndex } from "./search-index.ts";

/** One valid request for one page. */
export interface PageRequest {
  readonly seq: number;
  readonly body: SearchBody;
  /** The decoded body as it came, for the ledger. */
  readonly sent: unknown;
  readonly fault: Fault | undefined;
  readonly day: number;
}

export type BillingResult =
  | { readonly kind: "refused"; readonly error: ApiError }
  | { readonly kind: "charged"; readonly plan: PagePlan; readonly charge: Charge | undefined };

export interface BillingDeps {
  readonly index: SearchIndex;
  readonly pages: PageBuilder;
  readonly account: Customer;
  readonly seed: number;
}

export interface BillingRules {
  /** Pages after this one are empty; undefined: there is no such limit. */
  readonly deepestPage: number | undefined;
  /** Whether too small a balance gives as many profiles as it pays for, instead of 402. */
  readonly shortPages: boolean;
}

interface SelectedPeople {
  readonly people: readonly number[];
  readonly totalCount: number;
  readonly hasMore: boolean;
}

function selectPeople(matches: Int32Array, request: PageRequest, deepestPage: number): SelectedPeople {
  const { page } = request.body;
  const { start, repeatFirst } = placeOfPage(request.fault, (page - 1) * PAGE_SIZE, matches.length);
  const people = page > deepestPage ? [] : [...matches.subarray(start, start + PAGE_SIZE)];
  const [first] = people;
  if (repeatFirst && first !== undefined) people.push(first);
  const hasMore = page < deepestPage && page * PAGE_SIZE < matches.length;
  return { people, totalCount: matches.length, hasMore };
}

function isCharged(fault: Fault | undefined): boolean {
  return fault === undefined || (fault.charged ?? !isReplacement(fault));
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

function bookCharge(parts: BillingDeps, request: PageRequest, plan: PagePlan): Charge {
  return parts.account.charge({
    seq: request.seq,
    requestId: plan.requestId,
    page: request.body.page,
    credits: plan.creditsConsumed,
    searchHash: hashOf(searchKeyOf(request.body)),
    body: request.sent,
    profileIds: plan.people.map((person) => parts.pages.idOf(person)),
  });
}

/** Decides who is on a page and charges for it, one credit a profile, before anything is sent. */
export function makeBilling(
  parts: BillingDeps,
  rules: BillingRules,
): (request: PageRequest) => BillingResult {
  const { account, index } = parts;
  return (request) => {
    const { body, fault } = request;
    const found = index.find(body, request.day);
    const selected = selectPeople(found, request, rules.deepestPage ?? Number.POSITIVE_INFINITY);
    const affordable = rules.shortPages && account.balance > 0 ? account.balance : PAGE_SIZE + 1;
    const people = selected.people.slice(0, affordable);
    const creditsConsumed = isCharged(fault) ? (fault?.credits ?? people.length) : 0;
    if (account.balance < creditsConsumed) {
      const details = { credit_type: "sourcing", available: account.balance, required: creditsConsumed };
      return { kind: "refused", error: toApiError("insufficient_credits", undefined, details) };
    }
    const requestId = `req_${hashOf(`${parts.seed}/${request.seq}`)}`;
    const plan = { ...selected, body, people, creditsConsumed, balance: account.balance, requestId };
    const charge = creditsConsumed > 0 ? bookCharge(parts, request, plan) : undefined;
    account.setBalance(account.balance + (fault?.balanceDelta ?? 0));
    return { kind: "charged", plan: { ...plan, balance: account.balance }, charge };
  };
}
