export type UnicodeEncoding = "utf-8" | "utf-16le" | "utf-16be";

/** Detects the encoding of a text by its byte order mark; without one, the text is expected to begin with ASCII names. */
export function encodingOf(bytes: Uint8Array): UnicodeEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  return guessEncoding(bytes.subarray(0, 1_000));
}

/** Nearly every second byte of ASCII names in UTF-16 is 0. */
function guessEncoding(start: Uint8Array): UnicodeEncoding {
  const zeros = [0, 0];
  start.forEach((byte, index) => {
    if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  const many = start.length * 0.3;
  if (odd > many && even === 0) return "utf-16le";
  return even > many && odd === 0 ? "utf-16be" : "utf-8";
}
