import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Charge, Customer } from "./account.ts";
import { type ApiError, toApiError } from "./api-error.ts";
import type { BillingResult, PageRequest } from "./billing.ts";
import { deliver } from "./delivery.ts";
import { alterText } from "./encoding-faults.ts";
import type { FaultPicker } from "./fault-picker.ts";
import { type Fault, isReplacement } from "./fault-script.ts";
import type { PageBuilder } from "./page-builder.ts";
import { alterPage } from "./page-faults.ts";
import { toBytes } from "./profile-corruptions.ts";
import { jsonHeaders, type Reply, toJsonReply, toReplacementReply } from "./replacement-faults.ts";
import { parseSearchBody, type SearchBody } from "./search-body.ts";

export const API_PATH = "/api/v1";
export const SEARCH_PATH = `${API_PATH}/sourcing/advanced/profiles/search`;

/** What the route works with; day and faults are asked for at each request because tests change them. */
export interface SearchRouteParts {
  readonly key: string;
  readonly latencyMs: number;
  readonly account: Customer;
  readonly pages: PageBuilder;
  readonly bill: (pageRequest: PageRequest) => BillingResult;
  readonly currentDay: () => number;
  readonly pickFault: FaultPicker;
  /** Aborted when the simulator closes. */
  readonly closing: AbortSignal;
}

interface Incoming {
  readonly text: string;
  readonly decoded: unknown;
  readonly isJson: boolean;
}

/** What will be sent and the charge that was made for it; without a reply none is ever sent. */
interface PlannedReply {
  readonly reply: Reply | undefined;
  readonly charge: Charge | undefined;
  /** The fault that is played: none when the request is refused anyway. */
  readonly fault: Fault | undefined;
}

function readIncoming(request: FastifyRequest): Incoming {
  const text = typeof request.body === "string" ? request.body : "";
  const isJson = request.headers["content-type"]?.startsWith("application/json") ?? false;
  try {
    return { text, decoded: JSON.parse(text) as unknown, isJson };
  } catch {
    return { text, decoded: text, isJson: false };
  }
}

function pageOf(decoded: unknown): number | null {
  if (typeof decoded !== "object" || decoded === null) return null;
  if (!("page" in decoded)) return 1;
  return typeof decoded.page === "number" ? decoded.page : null;
}

type Checked = { readonly body: SearchBody } | { readonly error: ApiError };

function checkRequest(key: string, authorization: string | undefined, incoming: Incoming): Checked {
  if (authorization !== `Bearer ${key}`) return { error: toApiError("invalid_api_key") };
  if (!incoming.isJson) return { error: toApiError("validation_error", "body: must be JSON") };
  const parsed = parseSearchBody(incoming.decoded);
  return parsed.ok ? { body: parsed.body } : { error: toApiError("validation_error", parsed.problem) };
}

function refuse(error: ApiError): PlannedReply {
  return { reply: toJsonReply(error.status, error.body), charge: undefined, fault: undefined };
}

/** Answers that no page is needed for come first: a gateway fails before it checks the key. */
function buildReply(
  parts: SearchRouteParts,
  request: FastifyRequest,
  pageRequest: Omit<PageRequest, "body" | "sent">,
): PlannedReply {
  const { fault, day } = pageRequest;
  const incoming = readIncoming(request);
  const { authorization } = request.headers;
  const replacement =
    fault !== undefined && isReplacement(fault)
      ? { fault, reply: toReplacementReply(fault, authorization ?? "") }
      : undefined;
  const checked = checkRequest(parts.key, authorization, incoming);
  if ("error" in checked) {
    return replacement === undefined ? refuse(checked.error) : { ...replacement, charge: undefined };
  }
  const billed = parts.bill({ ...pageRequest, body: checked.body, sent: incoming.decoded });
  if (billed.kind === "refused") return refuse(billed.error);
  if (replacement !== undefined) return { ...replacement, charge: billed.charge };
  const data = alterPage(parts.pages.build(billed.plan, day), fault, checked.body.page);
  const text = alterText(JSON.stringify({ data }), fault);
  return {
    reply: { status: 200, headers: jsonHeaders(), body: toBytes(text) },
    charge: billed.charge,
    fault,
  };
}

async function send(response: ServerResponse, planned: PlannedReply): Promise<boolean> {
  if (planned.reply !== undefined) return deliver(response, planned.reply, planned.fault);
  if (planned.fault?.kind === "reset") response.socket?.resetAndDestroy();
  return false;
}

/**
 * The paid endpoint. A call is charged before its delay and its first byte, so that the ledger of a test no
 * longer changes once the client has given up.
 */
export function addSearchRoute(server: FastifyInstance, parts: SearchRouteParts): void {
  const { account } = parts;
  server.post(SEARCH_PATH, async (request, reply) => {
    reply.hijack();
    const { text, decoded } = readIncoming(request);
    const page = pageOf(decoded);
    const seq = account.requests.length + 1;
    const picked = parts.pickFault({ seq, page, text });
    const planned = buildReply(parts, request, { seq, fault: picked, day: parts.currentDay() });
    const entry = account.openRequest({ page, body: decoded, fault: planned.fault?.kind ?? null });
    const delayMs = parts.latencyMs + (planned.fault?.delayMs ?? 0);
    if (delayMs > 0) await wait(delayMs, undefined, { signal: parts.closing }).catch(() => undefined);
    if (parts.closing.aborted || reply.raw.destroyed) return;
    entry.status = planned.reply?.status ?? null;
    const answered = await send(reply.raw, planned);
    if (planned.charge !== undefined) account.markAnswered(planned.charge.seq, answered);
  });
}
