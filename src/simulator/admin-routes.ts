import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { z } from "zod";
import type { Customer } from "./account.ts";
import { toApiError } from "./api-error.ts";

/** What can be changed from outside the process. */
export interface SimulatorControls {
  readonly account: Customer;
  setDay(day: number): void;
  /** Throws if the value is not a fault script. */
  setFaults(script: unknown): void;
}

const CONTROL_PATH = "/_simulator/";
/** The Host of a request that does not come from a web page whose name was made to lead here. */
const THIS_MACHINE = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

const dayBody = z.strictObject({ day: z.int().min(0) });
const balanceBody = z.strictObject({ balance: z.int().min(0) });

/** Bodies arrive as text, because the paid route must see them as they came. */
function readJson(request: FastifyRequest): unknown {
  return JSON.parse(typeof request.body === "string" ? request.body : "null");
}

async function handleAdmin(
  request: FastifyRequest,
  reply: FastifyReply,
  act: (body: unknown) => void,
): Promise<void> {
  try {
    act(readJson(request));
    await reply.send({ ok: true });
  } catch (error) {
    const problem = error instanceof Error ? error.message : "is not valid";
    const refusal = toApiError("validation_error", `body: ${problem}`);
    await reply.status(refusal.status).send(refusal.body);
  }
}

/** Adds routes for tests and users that run the simulator as a process of its own; they need no key. */
export function addAdminRoutes(server: FastifyInstance, controls: SimulatorControls): void {
  const { account } = controls;
  server.addHook("onRequest", async (request, reply) => {
    if (request.url.startsWith(CONTROL_PATH) && !THIS_MACHINE.test(request.headers.host ?? ""))
      await reply.code(421).send({ error: "not a name of this machine" });
  });
  server.get("/_simulator/ledger", () => ({
    charged: account.charged(),
    balance: account.balance,
    charges: account.charges,
  }));
  server.get("/_simulator/requests", () => ({ requests: account.requests }));
  server.post("/_simulator/faults", (request, reply) =>
    handleAdmin(request, reply, (body) => controls.setFaults(body)),
  );
  server.post("/_simulator/day", (request, reply) =>
    handleAdmin(request, reply, (body) => controls.setDay(dayBody.parse(body).day)),
  );
  server.post("/_simulator/balance", (request, reply) =>
    handleAdmin(request, reply, (body) => account.setBalance(balanceBody.parse(body).balance)),
  );
}
