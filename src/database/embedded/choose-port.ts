import { createServer } from "node:net";
import { readIfExists } from "../../machine/durable-file.ts";
import { UsageError } from "../../values/errors.ts";

const MAX_PORT = 65_535;

/**
 * Returns a free port of this machine's loopback address: the one that `file` holds if it is free, else any.
 * @param wanted the only acceptable port; null: any
 * @throws UsageError if the wanted port is taken
 */
export async function choosePort(file: string, wanted: number | null): Promise<number> {
  if (wanted !== null) {
    if (wanted <= MAX_PORT && (await tryPort(wanted)) !== null) return wanted;
    throw new UsageError(`port ${wanted} of 127.0.0.1 cannot be had: choose another --port`);
  }
  const stored = Number((await readIfExists(file))?.toString("utf8") ?? 0);
  const isUsable = Number.isInteger(stored) && stored > 1023 && stored <= MAX_PORT;
  const port = (isUsable ? await tryPort(stored) : null) ?? (await tryPort(0));
  if (port === null) throw new Error("no free port on 127.0.0.1");
  return port;
}

/** Opens and closes a port, 0 standing for any free one, and returns its number; null: it is taken. */
function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(null));
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => {
      const address = server.address();
      const opened = typeof address === "object" && address !== null ? address.port : null;
      server.close(() => resolve(opened));
    });
  });
}
