/** How many of the people that a spec finds other specs find too. */
export interface SpecOverlap {
  readonly spec: string;
  /** People that it has found with its current search. */
  readonly people: number;
  /** Those of them that another spec has found too. */
  readonly shared: number;
  /** The spec that shares most of them; null: no spec shares any. */
  readonly closest: { readonly spec: string; readonly shared: number } | null;
}
