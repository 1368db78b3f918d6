/** What became of one member of a group. */
export type MemberOutcome<Result> =
  | { readonly kind: "done"; readonly value: Result }
  | { readonly kind: "failed"; readonly error: Error }
  /** The member is to be in the next group, such as because it has to see what this one has written. */
  | { readonly kind: "again" };

export interface GroupWork<Member, Result> {
  /** Most members of a group. */
  readonly maxMembers: number;
  /** Whether a member may be in a group, given all that have waited longer, in the group or not. */
  fits(earlier: readonly Member[], member: Member): boolean;
  /** Works on a group; one outcome for each member, in their order. A rejection concerns the group as a whole. */
  work(group: readonly Member[]): Promise<readonly MemberOutcome<Result>[]>;
  /** Whether a group that fails so holds a member that would fail by itself, so that each is tried alone. */
  isPoisoned(error: unknown): boolean;
}

interface Entry<Member, Result> {
  readonly member: Member;
  resolve(value: Result): void;
  reject(error: unknown): void;
}

/**
 * Works on members in groups, one group at a time and without a timer: where nothing is at work a member goes at once, and what
 * comes while a group is at work forms the next one.
 * @returns a function that hands in a member and resolves with its own result
 */
export function makeGroupWork<Member, Result>(
  work: GroupWork<Member, Result>,
): (member: Member) => Promise<Result> {
  let waiting: Entry<Member, Result>[] = [];
  let isBusy = false;
  const run = async () => {
    while (waiting.length > 0) {
      const { group, rest } = chooseGroup(work, waiting);
      waiting = rest;
      const again = await perform(work, group);
      waiting.unshift(...again);
    }
    isBusy = false;
  };
  return (member) =>
    new Promise((resolve, reject) => {
      waiting.push({ member, resolve, reject });
      if (isBusy) return;
      isBusy = true;
      // What is handed in before the process next looks for input belongs to the same group.
      setImmediate(() => void run());
    });
}

function chooseGroup<Member, Result>(
  { maxMembers, fits }: GroupWork<Member, Result>,
  waiting: readonly Entry<Member, Result>[],
) {
  const group: Entry<Member, Result>[] = [];
  const rest: Entry<Member, Result>[] = [];
  const earlier: Member[] = [];
  for (const entry of waiting) {
    const isChosen = group.length < maxMembers && fits(earlier, entry.member);
    (isChosen ? group : rest).push(entry);
    earlier.push(entry.member);
  }
  return { group, rest };
}

/** Returns the entries that have to go again. */
async function perform<Member, Result>(
  work: GroupWork<Member, Result>,
  group: readonly Entry<Member, Result>[],
): Promise<Entry<Member, Result>[]> {
  let outcomes: readonly MemberOutcome<Result>[];
  try {
    outcomes = await work.work(group.map(({ member }) => member));
  } catch (error) {
    if (group.length > 1 && work.isPoisoned(error)) return performEach(work, group);
    for (const entry of group) entry.reject(error);
    return [];
  }
  return group.filter((entry, at) => {
    const outcome = outcomes[at];
    if (outcome === undefined) entry.reject(new TypeError("a member of a group has no outcome"));
    else if (outcome.kind === "done") entry.resolve(outcome.value);
    else if (outcome.kind === "failed") entry.reject(outcome.error);
    return outcome?.kind === "again";
  });
}

async function performEach<Member, Result>(
  work: GroupWork<Member, Result>,
  group: readonly Entry<Member, Result>[],
): Promise<Entry<Member, Result>[]> {
  const again: Entry<Member, Result>[] = [];
  for (const entry of group) again.push(...(await perform(work, [entry])));
  return again;
}
