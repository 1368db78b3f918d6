/** A table on both sides. */
export interface CopiedTable {
  readonly table: string;
  /** Rows here. */
  readonly source: number;
  /** Rows there. */
  readonly target: number;
}

export interface StoreCopy {
  /** False where a copy before had come to its end, and only this store did not know yet. */
  readonly copiedNow: boolean;
  readonly tables: readonly CopiedTable[];
  /** Whether all spending is on hold, there as here. */
  readonly held: boolean;
  /** Whether the list of people to forget is written under a pepper that must move too. */
  readonly hasPepper: boolean;
}
