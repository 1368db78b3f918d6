/**
 * The numbers of all advisory locks, so that no two locks are the same by accident. Postgres keeps locks of one number apart from
 * those of two (class and key). Beside these stand locks whose number is a 64-bit hash: `lock-destination.ts` locks the
 * destination of an export, `begin-walk.ts` a search. Two stores in one database share the locks but those of `lockOfStore`: they wait
 * for each other for a moment.
 */
export const ADVISORY_LOCKS = {
  /** Held while migrations run, so that two commands migrate one after the other. */
  migration: 7_301_553,
  /** Held while the search indexes are made. */
  searchIndexes: 7_301_554,
  /** Held in both databases while `db copy` runs. */
  copy: 7_301_555,
  /** Held by the session that scrubs the files of the server. */
  scrub: 7_301_556,
  /** Held by the transaction that begins an epoch of change ids, in the function `next_change_id` of the database. */
  changeEpoch: 7_301_557,
} as const;

/** The first of the two numbers of the locks that have two. */
export const ADVISORY_LOCK_CLASSES = {
  /** One lock per person, keyed by the hash of the id: pages that show the same person are stored one after the other. */
  person: 1,
  /** One lock, keyed by 0: shared by whatever stores people, exclusive for an erasure. */
  erasure: 2,
} as const;
