import type { KeyState } from "../../src/credits/check-limits.ts";

/** A key that has bought a page of 25 credits, with no call in flight and no balance known. */
export const USED_KEY: KeyState = {
  rejectedAt: null,
  retryAllowedAt: null,
  emptyAt: null,
  balance: null,
  balanceAt: null,
  balanceMissingAt: null,
  spentSinceBalance: 0,
  suspenseSinceBalance: 0,
  reservedSinceBalance: 0,
  inFlight: 0,
  exclusiveInFlight: false,
  exclusiveWaiting: false,
  maxPriceSeen: 25,
  outlier: null,
};
