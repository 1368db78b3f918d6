import type { ProfileSearch } from "../leonar/profile-search.ts";
import { makeKeyMatcher, type PersonKey } from "../people/person-keys.ts";
import { redactPerson } from "../people/redact-response.ts";
import type { WalkStore } from "../runs/ports.ts";
import { type AnswerSpool, drainSpool } from "../runs/walk/answer-spool.ts";
import type { ErasureCounts, ErasurePlan, ErasureStore, ExportedTo } from "./privacy-store.ts";

export interface ForgetDeps {
  readonly erasure: ErasureStore;
  readonly spool: AnswerSpool;
  readonly walks: Pick<WalkStore, "isKnownCall" | "recordAnswer">;
  readonly search: Pick<ProfileSearch, "readPage">;
}

export interface Forgotten {
  /** What was found before anything was erased. */
  readonly plan: ErasurePlan;
  readonly erased: ErasureCounts;
  /** Where they had been exported: they have to be deleted there too. */
  readonly exports: readonly ExportedTo[];
  /** Files on this machine's disk that were rewritten. */
  readonly files: number;
}

/**
 * Erases whoever is known by one of the keys from the database and from this machine's disk, and suppresses them, so that
 * no run brings them back; also where nobody of them is stored yet.
 * @throws StoreUnavailable, StoreRefused
 */
export async function forget(deps: ForgetDeps, asked: readonly PersonKey[]): Promise<Forgotten> {
  const { erasure, spool, walks, search } = deps;
  // What waits on the disk is in the database then; what lands there later is applied under the suppression.
  await drainSpool(spool, walks, search);
  const plan = await erasure.planErasure(asked);
  const { erased, exports } = await erasure.erase(plan.keys);
  const isTheirs = makeKeyMatcher(plan.keys);
  const files = await spool.rewrite((body) => redactPerson(body, isTheirs));
  await erasure.refreshStatistics();
  return { plan, erased, exports, files };
}
