/**
 * Reads a body to its end.
 * @param stream null for an answer without a body
 * @param maxBytes counted after decompression
 * @returns the bytes, or null if there are more than `maxBytes`; the rest is not read
 * @throws the error of a stream that is cut, aborted or wrongly compressed
 */
export async function readBody(
  stream: AsyncIterable<Uint8Array> | null,
  maxBytes: number,
): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
