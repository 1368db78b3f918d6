import type { ProfileSearch } from "../leonar/profile-search.ts";
import { makeKeyMatcher, type PersonKey } from "../people/identity/person-keys.ts";
import { redactPerson } from "../people/redact-response.ts";
import { type AnswerSpool, drainSpool } from "../runs/walk/answer-spool.ts";
import { UsageError } from "../values/errors.ts";
import type { EraseResult, ErasurePlan } from "./erasure-plan.ts";
import type { ScrubOutcome } from "./scrub-outcome.ts";

/** More people than one person has ids for are several people, who share an address or a number. */
const MAX_PEOPLE_AT_ONCE = 3;

const NOTHING_TO_SCRUB: ScrubOutcome = { state: "scrubbed", remains: [] };

/** Erases people; each function is one transaction. */
export interface ErasureStore {
  /** Returns what an erasure would do; changes nothing. */
  planErasure(keys: readonly PersonKey[]): Promise<ErasurePlan>;
  /** Erases everybody known by one of the keys, and suppresses the keys. */
  erase(keys: readonly PersonKey[]): Promise<EraseResult>;
  /** Whether something was deleted that was not scrubbed yet from the files of a server that is ours. */
  isScrubDue(): Promise<boolean>;
  /** Removes erased values from the samples by which the database plans queries and, of a server that is ours, from its files. */
  scrub(): Promise<ScrubOutcome>;
}

export interface ForgetDeps {
  readonly erasure: ErasureStore;
  readonly spool: AnswerSpool;
  readonly walks: Parameters<typeof drainSpool>[1];
  readonly search: Pick<ProfileSearch, "readPage">;
}

export interface ForgetScope {
  /** More than three people may be erased at once. */
  readonly allOfThem: boolean;
}

export interface ForgetResult extends EraseResult {
  /** What was found before anything was erased. */
  readonly plan: ErasurePlan;
  /** Files on this machine's disk that were rewritten. */
  readonly files: number;
  /** What became of the traces in the files of the server. */
  readonly scrub: ScrubOutcome;
}

/**
 * Erases the people who are known by one of the keys from the database and from this machine's disk, and suppresses them, so
 * that no run stores them again. Suppresses the keys even if no such person is stored yet.
 * @throws UsageError for more than three people at once, unless all of them are meant; StoreUnavailable, StoreRefused
 */
export async function forget(
  deps: ForgetDeps,
  asked: readonly PersonKey[],
  { allOfThem }: ForgetScope,
): Promise<ForgetResult> {
  const { erasure, spool, walks, search } = deps;
  // This moves waiting answers into the database; answers spooled later are applied under the suppression.
  await drainSpool(spool, walks, search);
  const plan = await erasure.planErasure(asked);
  if (!allOfThem) refuseMany(plan);
  const { erased, exports } = await erasure.erase(plan.keys);
  const isTheirs = makeKeyMatcher(plan.keys);
  const files = await spool.rewrite((body) => redactPerson(body, isTheirs));
  const nothing = erased.people + erased.bodies + erased.rejected === 0;
  const scrub = nothing && !(await erasure.isScrubDue()) ? NOTHING_TO_SCRUB : await erasure.scrub();
  return { plan, erased, exports, files, scrub };
}

/** @throws UsageError for more people than one person is likely to be */
export function refuseMany({ people }: Pick<ErasurePlan, "people">): void {
  if (people.length <= MAX_PEOPLE_AT_ONCE) return;
  throw new UsageError(
    `${people.length} people match: look at them with --preview, name one of them by id, or say --all-of-them`,
  );
}
