import type { Fault } from "../../src/simulator/fault-script.ts";
import type { Simulator } from "../../src/simulator/simulator.ts";
import { post, withSimulator } from "./with-simulator.ts";

/** What a client saw: an answer, or that reading it failed. */
export interface Seen {
  readonly response: Response | undefined;
  readonly bytes: Buffer;
  readonly failed: boolean;
}

async function see(response: Promise<Response>): Promise<Seen> {
  const arrived = await response.catch(() => undefined);
  if (arrived === undefined) return { response: undefined, bytes: Buffer.alloc(0), failed: true };
  try {
    return { response: arrived, bytes: Buffer.from(await arrived.arrayBuffer()), failed: false };
  } catch {
    return { response: arrived, bytes: Buffer.alloc(0), failed: true };
  }
}

/** Plays a fault at the first request for a page of everybody and hands over what the client saw. */
export function playFault(
  fault: Fault,
  check: (seen: Seen, simulator: Simulator) => void | Promise<void>,
  body: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  return withSimulator({ people: 200, balance: 1_000 }, async (simulator) => {
    simulator.setFaults([{ when: {}, fault }]);
    const seen = await see(post(simulator, body));
    await check(seen, simulator);
  });
}

/** The `data` of an answer that can be read. */
export function dataOf(seen: Seen): Record<string, unknown> & { profiles: Record<string, unknown>[] } {
  const answer = JSON.parse(seen.bytes.toString("utf8")) as {
    data: Record<string, unknown> & { profiles: Record<string, unknown>[] };
  };
  return answer.data;
}
