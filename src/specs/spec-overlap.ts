/** How much of what a spec finds is found by others too; people. */
export interface SpecOverlap {
  readonly spec: string;
  /** People whom it has found, with its search as it is now. */
  readonly people: number;
  /** Of them, those whom any other spec has found. */
  readonly shared: number;
  /** The spec that has found most of them too; null: none has found any. */
  readonly closest: { readonly spec: string; readonly shared: number } | null;
}
