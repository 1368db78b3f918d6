/**
 * How the migrations of a database stand to those that this version knows. `newer`: a later version has added some; `foreign`:
 * another line of versions made it, and no migration of ours leads from there to here.
 */
export type MigrationStanding = "current" | "outdated" | "newer" | "foreign";

export interface MigrationState {
  readonly standing: MigrationStanding;
  /** How many migrations the database has. */
  readonly applied: number;
  /** How many this version knows. */
  readonly known: number;
  /** The place of the first migration that differs, from 1; null: none does. */
  readonly differsAt: number | null;
}

/** Compares the hashes of the migrations that were applied with those that are known, both in their order. */
export function compareMigrations(applied: readonly string[], known: readonly string[]): MigrationState {
  const shared = Math.min(applied.length, known.length);
  const differing = known.slice(0, shared).findIndex((hash, place) => hash !== applied[place]);
  const counts = { applied: applied.length, known: known.length };
  if (differing >= 0) return { ...counts, standing: "foreign", differsAt: differing + 1 };
  const standing =
    counts.applied === counts.known ? "current" : counts.applied < counts.known ? "outdated" : "newer";
  return { ...counts, standing, differsAt: null };
}

/** Says what is the matter and what to do; null: the database is up to date. @param place names the database */
export function describeMigrations(state: MigrationState, place: string): string | null {
  const { standing, applied, known, differsAt } = state;
  if (standing === "current") return null;
  if (standing === "outdated")
    return `${place} has ${applied} of ${known} migrations: run \`sourcing db migrate\``;
  if (standing === "newer")
    return (
      `${place} is of a newer version of sourcing (${applied} migrations, ${known} are known here): ` +
      "use that version, or a backup from before its upgrade"
    );
  return (
    `${place} was made by another line of versions (migration ${differsAt} of ${applied} differs), and no upgrade leads from it: ` +
    "with the version that made it say `sourcing db dump FILE`, then with this one `sourcing db restore FILE` into an empty database"
  );
}
