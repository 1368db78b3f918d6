import { z } from "zod";

const answer = z.looseObject({ data: z.looseObject({ profiles: z.array(z.unknown()) }) });

/**
 * An answer's bytes with the profiles at these positions replaced by null, so that nothing of suppressed people is kept
 * and all others stay where they were. Written anew as JSON: an answer changed for this is no longer byte for byte.
 */
export function withoutProfiles(body: Uint8Array, positions: readonly number[]): Uint8Array {
  const read = answer.parse(JSON.parse(new TextDecoder().decode(body)));
  const dropped = new Set(positions);
  const profiles = read.data.profiles.map((profile, position) => (dropped.has(position) ? null : profile));
  return new TextEncoder().encode(JSON.stringify({ ...read, data: { ...read.data, profiles } }));
}
