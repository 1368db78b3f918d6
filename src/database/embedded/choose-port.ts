import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { UsageError } from "../../values/errors.ts";

/** Listens for a moment; 0 asks for any free port. Null where the port is taken. */
function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      const chosen = typeof address === "object" && address !== null ? address.port : null;
      server.close(() => resolve(chosen));
    });
  });
}

/**
 * The port that `file` remembers if it is free, else any free one of this machine's loopback address.
 * @param wanted the only one that will do; null: whichever is free
 * @throws UsageError where that one cannot be had
 */
export async function choosePort(file: string, wanted: number | null): Promise<number> {
  if (wanted !== null) return takePort(wanted);
  const stored = Number(await readFile(file, "utf8").catch(() => "0"));
  const usable = Number.isInteger(stored) && stored > 1023 && stored < 65_536;
  const port = (usable ? await tryPort(stored) : null) ?? (await tryPort(0));
  if (port === null) throw new Error("no free port on 127.0.0.1");
  return port;
}

async function takePort(wanted: number): Promise<number> {
  const port = wanted < 65_536 ? await tryPort(wanted) : null;
  if (port === null) throw new UsageError(`port ${wanted} of 127.0.0.1 cannot be had: choose another --port`);
  return port;
}
