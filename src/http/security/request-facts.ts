import type { IncomingMessage } from "node:http";
import type { HostKind } from "./host-rule.ts";

/** What is known of a request before it is routed. */
export interface RequestFacts {
  readonly host: HostKind;
  /** The twin of a page was asked for, whose path ends with `.json`. */
  readonly wantsJson: boolean;
}

const facts = new WeakMap<IncomingMessage, RequestFacts>();

export function keepFacts(request: IncomingMessage, known: RequestFacts): void {
  facts.set(request, known);
}

/** A request of which nothing is kept did not pass the door: it is foreign. */
export function factsOf(request: IncomingMessage): RequestFacts {
  return facts.get(request) ?? { host: "foreign", wantsJson: false };
}
