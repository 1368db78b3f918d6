import { toApiError } from "./api-error.ts";
import type { ReplacementFault } from "./fault-script.ts";

/** An answer ready to be delivered. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const HTML = "<!DOCTYPE html><html><head><title>Just a moment</title></head><body>Bad gateway</body></html>";

/** A reply whose body is JSON. */
export function toJsonReply(status: number, body: unknown, headers: Reply["headers"] = {}): Reply {
  return { status, headers: jsonHeaders(headers), body: Buffer.from(JSON.stringify(body)) };
}

export function jsonHeaders(headers: Reply["headers"] = {}): Reply["headers"] {
  return { "content-type": "application/json; charset=utf-8", ...headers };
}

function textReply(status: number, body: string, contentType: string): Reply {
  return { status, headers: { "content-type": contentType }, body: Buffer.from(body) };
}

/** What a fault answers instead of a page; undefined where it says nothing at all. */
export function toReplacementReply(fault: ReplacementFault, authorization: string): Reply | undefined {
  switch (fault.kind) {
    case "error": {
      const { status, body } = toApiError(fault.code, fault.message, fault.details);
      return toJsonReply(status, body, fault.headers);
    }
    case "status": {
      const reply = textReply(fault.status, fault.body ?? "", fault.contentType ?? "text/plain");
      return { ...reply, headers: { ...reply.headers, ...fault.headers } };
    }
    case "html":
      return textReply(fault.status ?? 200, HTML, "text/html; charset=utf-8");
    case "empty":
      return { status: fault.status ?? 200, headers: jsonHeaders(), body: Buffer.alloc(0) };
    case "redirect":
      return { status: fault.status ?? 307, headers: { location: fault.location }, body: Buffer.alloc(0) };
    case "echo_key": {
      const { status, body } = toApiError("invalid_api_key", `Invalid API key: ${authorization}`);
      return toJsonReply(status, body);
    }
    case "reset":
    case "hang":
      return undefined;
  }
}
