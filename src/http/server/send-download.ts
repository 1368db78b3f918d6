import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FastifyReply } from "fastify";
import type { Download } from "./define-action.ts";

/** Sends a file as it is made, no faster than the browser takes it. A browser that leaves ends the making. */
export async function sendDownload(reply: FastifyReply, { fileName, type, pour }: Download): Promise<void> {
  try {
    await pour(async (text) => {
      const chunks = await startOf(text);
      reply.hijack();
      reply.raw.writeHead(200, {
        ...headersOf(reply),
        "content-type": type,
        "content-disposition": `attachment; filename="${fileName}"`,
      });
      await pipeline(Readable.from(chunks), reply.raw);
    });
  } catch (error) {
    if (!reply.raw.headersSent) throw error;
    // The connection was closed in the middle of the file, which tells the browser that it is not whole.
  }
}

/** Waits for the first part, so that an error of the beginning becomes an answer of its own. */
async function startOf(text: AsyncIterable<string>): Promise<AsyncIterable<string>> {
  const rest = text[Symbol.asyncIterator]();
  const first = await rest.next();
  return (async function* () {
    if (first.done === true) return;
    yield first.value;
    yield* { [Symbol.asyncIterator]: () => rest };
  })();
}

/** The headers that every answer has. */
function headersOf(reply: FastifyReply): Record<string, string | number | string[]> {
  return Object.fromEntries(
    Object.entries(reply.getHeaders()).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value]],
    ),
  );
}
