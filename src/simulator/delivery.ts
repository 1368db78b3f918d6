import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import type { Fault, FaultOf } from "./fault-script.ts";
import type { Reply } from "./replacement-faults.ts";

/** Bytes of a part of the body; always at least one less than all of it. */
function partOf(body: Buffer, fraction = 0.5): Buffer {
  return body.subarray(0, Math.min(Math.floor(body.length * fraction), body.length - 1));
}

function writeHead(response: ServerResponse, reply: Reply, length?: number): void {
  const framing = length === undefined ? {} : { "content-length": String(length) };
  response.writeHead(reply.status, { ...reply.headers, ...framing });
  response.flushHeaders();
}

function sendWhole(response: ServerResponse, reply: Reply): void {
  response.writeHead(reply.status, { ...reply.headers, "content-length": String(reply.body.length) });
  response.end(reply.body);
}

/** The end of the connection is the end of such a body, so that a cut looks like a success. */
function cutWithoutFraming(response: ServerResponse, reply: Reply, part: Buffer): void {
  const lines = Object.entries(reply.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `HTTP/1.1 ${reply.status} OK\r\n${lines.join("")}connection: close\r\n\r\n`;
  response.socket?.end(Buffer.concat([Buffer.from(head), part]));
}

function cut(response: ServerResponse, reply: Reply, fault: FaultOf<"cut">): void {
  const part = partOf(reply.body, fault.after);
  if (fault.framing === "close") {
    cutWithoutFraming(response, reply, part);
    return;
  }
  writeHead(response, reply, fault.framing === "length" ? reply.body.length : undefined);
  // Destroyed only once the part is written, else the client sees a reset without a single byte.
  response.write(part.length > 0 ? part : reply.body.subarray(0, 1), () => response.socket?.destroy());
}

function stall(response: ServerResponse, reply: Reply, fault: FaultOf<"stall">): void {
  writeHead(response, reply, reply.body.length);
  response.write(partOf(reply.body, fault.after));
}

async function drip(response: ServerResponse, reply: Reply, fault: FaultOf<"drip">): Promise<void> {
  const step = fault.bytes ?? 1;
  const left = new AbortController();
  response.once("close", () => left.abort());
  writeHead(response, reply, reply.body.length);
  for (let from = 0; from < reply.body.length && !left.signal.aborted; from += step) {
    response.write(reply.body.subarray(from, from + step));
    await wait(fault.everyMs, undefined, { signal: left.signal }).catch(() => undefined);
  }
  if (!left.signal.aborted) response.end();
}

function withBadGzip(reply: Reply, how: FaultOf<"bad_gzip">["how"]): Reply {
  const headers = { ...reply.headers, "content-encoding": "gzip" };
  if (how === "plain") return { ...reply, headers };
  const zipped = gzipSync(reply.body);
  if (how === "truncated") return { ...reply, headers, body: partOf(zipped) };
  const middle = Math.floor(zipped.length / 2);
  zipped.fill(0xff, middle, middle + 8);
  return { ...reply, headers, body: zipped };
}

/** Sends a reply the way its fault wants; resolves to whether the client got all of it, unspoilt. */
export async function deliver(
  response: ServerResponse,
  reply: Reply,
  fault: Fault | undefined,
): Promise<boolean> {
  const closed = new Promise((resolve) => response.once("close", resolve));
  // A client that leaves in the middle is an ordinary end here, not an error of this process.
  response.on("error", () => undefined);
  switch (fault?.kind) {
    case "cut":
      cut(response, reply, fault);
      break;
    case "stall":
      stall(response, reply, fault);
      break;
    case "drip":
      await drip(response, reply, fault);
      break;
    case "bad_gzip":
      sendWhole(response, withBadGzip(reply, fault.how));
      break;
    default:
      sendWhole(response, reply);
  }
  await closed;
  return response.writableFinished && fault?.kind !== "bad_gzip";
}
