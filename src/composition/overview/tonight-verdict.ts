import { firingsTonight, type Tonight } from "./read-tonight.ts";

export interface Verdict {
  /** Whether the next scheduled runs will buy what they should, as far as can be told. */
  readonly isFine: boolean;
  readonly sentence: string;
  /** Why, or what to do. */
  readonly reason: string | null;
}

/** A reason why nothing is bought, from the one that stops most. */
const OBSTACLES: readonly [stops: (tonight: Tonight) => boolean, reason: string][] = [
  [({ standing }) => standing.movedTo !== null, "this store was moved, and its copy buys"],
  [({ hasKey }) => !hasKey, "LEONAR_API_KEY is not set where the console runs"],
  [({ standing }) => standing.held, "spending is on hold"],
  [({ standing }) => standing.keysRefused > 0, "the API refuses the key: mend it, then resume a run"],
  [({ standing }) => standing.keysEmpty > 0, "the workspace has no credits left: top it up"],
  [({ standing }) => standing.workers === 0, "no worker is at work: start `sourcing worker`"],
];

/** Says in one sentence how tonight will go. */
export function tonightVerdict(tonight: Tonight): Verdict {
  const firings = firingsTonight(tonight);
  const obstacle = OBSTACLES.find(([stops]) => stops(tonight));
  if (obstacle !== undefined)
    return { isFine: false, sentence: "Nothing will be bought tonight.", reason: obstacle[1] };
  const broken = tonight.firings.find(({ problem }) => problem !== null);
  if (broken !== undefined)
    return { isFine: false, sentence: `${broken.schedule} cannot fire.`, reason: broken.problem };
  if (firings.length === 0)
    return { isFine: true, sentence: "Nothing is planned for tonight.", reason: null };
  const tight = tightLimit(tonight);
  if (tight !== null) return { isFine: false, sentence: "Tonight will stop early.", reason: tight };
  return { isFine: true, sentence: "Tonight will be fine.", reason: null };
}

/** The limit that what is likely tonight goes beyond; null: none. */
function tightLimit(tonight: Tonight): string | null {
  const { standing, used, limits } = tonight;
  const likely = firingsTonight(tonight).reduce((sum, firing) => sum + (firing.likely ?? 0), 0);
  const balance = standing.balance === null ? null : standing.balance - (limits.balance ?? 0);
  if (limits.month !== null && used.month + likely > limits.month)
    return `${likely} credits are likely, and the month has ${Math.max(0, limits.month - used.month)} left of ${limits.month}`;
  if (limits.day !== null && likely > limits.day)
    return `${likely} credits are likely, and a day may have ${limits.day}`;
  if (balance !== null && likely > balance)
    return `${likely} credits are likely, and the balance leaves ${Math.max(0, balance)}`;
  return null;
}
