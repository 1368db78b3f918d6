import { toPrintable } from "../../values/printable-text.ts";

type Write = typeof process.stdout.write;

const originals = new WeakMap<NodeJS.WriteStream, Write>();

/**
 * Cleans every text that leaves by stdout or stderr from here on, whatever it comes from: profiles, specs, arguments, the API's
 * messages. Programs read the same streams through pipes that end at a terminal, so that pipes are no exception.
 */
export function guardOutput(): void {
  guard(process.stdout);
  guard(process.stderr);
}

function guard(stream: NodeJS.WriteStream): void {
  if (originals.has(stream)) return;
  const write: Write = stream.write.bind(stream);
  originals.set(stream, write);
  const guarded = (chunk: string | Uint8Array, ...rest: unknown[]) =>
    Reflect.apply(write, stream, [typeof chunk === "string" ? toPrintable(chunk) : chunk, ...rest]);
  stream.write = guarded as Write;
}

/**
 * Returns the stream for a library that moves the cursor, such as bars. Its caller cleans every text that it hands to this
 * library.
 */
export function withoutGuard(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  const write = originals.get(stream);
  if (write === undefined) return stream;
  return new Proxy(stream, {
    get(target, name) {
      if (name === "write") return write;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
