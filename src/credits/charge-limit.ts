import { UsageError } from "../values/errors.ts";

/** A call with what was reserved for it, in credits. */
export interface ReservedCall {
  readonly call: number;
  readonly reserved: number;
}

/** Says which call was charged more than was reserved for it, which is often a slip of the finger; null: none. */
export function describeExcess(calls: readonly ReservedCall[], charged: number): string | null {
  const exceeded = calls.find(({ reserved }) => charged > reserved);
  if (exceeded === undefined) return null;
  return `${charged} credits are more than the ${exceeded.reserved} that were reserved for call ${exceeded.call}`;
}

/** @param otherwise what to do where the call was charged so much. @throws UsageError for more than was reserved */
export function assertChargeLikely(calls: readonly ReservedCall[], charged: number, otherwise: string): void {
  const words = describeExcess(calls, charged);
  if (words !== null) throw new UsageError(`${words}: ${otherwise}`);
}
