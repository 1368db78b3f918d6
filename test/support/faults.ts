import type { FaultScript } from "../../src/simulator/fault-script.ts";

const json = (body: unknown, status = 200) =>
  ({ kind: "status", status, body: JSON.stringify(body), contentType: "application/json" }) as const;
const ODD_PAGES = [2, 3, 4, 5, 6, 7, 8, 9];

/**
 * An API that is odd in so large a share of all calls: it answers in forms of its own, refuses pages after the first, names
 * next pages that do not grow, and raises its prices.
 * @param refusedPage a page that is refused for ever; null: there is none
 */
export function oddFaultsIn(share: number, refusedPage: number | null): FaultScript {
  const probability = share / 6;
  const person = { id: "invented-1", first_name: "Ada" };
  const refusal = { kind: "error", code: "validation_error", message: "page: not now" } as const;
  const onLaterPages = (fault: FaultScript[number]["fault"]): FaultScript =>
    ODD_PAGES.map((page) => ({ when: { page, probability: 2 * probability }, fault }));
  return [
    ...(refusedPage === null ? [] : [{ when: { page: refusedPage }, fault: refusal }]),
    ...onLaterPages(refusal),
    ...onLaterPages(json({ error: { code: "conflict", message: "not now" } }, 409)),
    ...onLaterPages({ kind: "next_page", to: "backwards" }),
    {
      when: { probability },
      fault: { ...json({ profiles: [person], credits_consumed: 25 }), charged: true },
    },
    { when: { probability }, fault: { ...json({ data: [person] }), charged: true } },
    { when: { probability }, fault: json({ error: { code: "odd", message: "not now" } }) },
    { when: { probability }, fault: { kind: "override", remove: ["credits_consumed"] } },
    { when: { probability }, fault: { kind: "override", remove: ["sourcing_credits_remaining"] } },
    { when: { fromSeq: 12, probability }, fault: { kind: "plain", credits: 60 } },
  ];
}

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
