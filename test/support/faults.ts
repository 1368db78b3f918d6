import type { FaultScript } from "../../src/simulator/fault-script.ts";

/** An API that fails in so large a share of all calls, in nine ways. */
export function faultsIn(share: number): FaultScript {
  const probability = share / 9;
  return [
    { when: { probability }, fault: { kind: "status", status: 500, charged: true } },
    { when: { probability }, fault: { kind: "status", status: 503 } },
    { when: { probability }, fault: { kind: "reset", charged: true } },
    { when: { probability }, fault: { kind: "reset" } },
    { when: { probability }, fault: { kind: "cut", framing: "length" } },
    { when: { probability }, fault: { kind: "cut", framing: "close" } },
    { when: { probability }, fault: { kind: "html", charged: true } },
    { when: { probability }, fault: { kind: "malformed_json" } },
    { when: { probability }, fault: { kind: "error", code: "rate_limit_exceeded" } },
  ];
}
