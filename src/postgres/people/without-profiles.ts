import { z } from "zod";
import { isShallow } from "../../domain/json-depth.ts";

const answer = z.looseObject({ data: z.looseObject({ profiles: z.array(z.unknown()) }) });

/** No answer goes deeper, and JSON.stringify fails at a few thousand levels. */
const DEEPEST = 512;

/**
 * An answer's bytes with the profiles at these positions replaced by null, so that nothing of suppressed people is kept
 * and all others stay where they were. Written anew as JSON: an answer changed for this is no longer byte for byte, and
 * what is nested too deeply to be written is null.
 */
export function withoutProfiles(body: Uint8Array, positions: ReadonlySet<number>): Uint8Array {
  const read = answer.parse(JSON.parse(new TextDecoder().decode(body)));
  const profiles = read.data.profiles.map((profile, position) => (positions.has(position) ? null : profile));
  const data = { ...withoutDepths(read.data), profiles: profiles.map(shallowOrNull) };
  return new TextEncoder().encode(JSON.stringify({ ...withoutDepths({ ...read, data: null }), data }));
}

function withoutDepths(holder: object): object {
  return Object.fromEntries(Object.entries(holder).map(([name, value]) => [name, shallowOrNull(value)]));
}

function shallowOrNull(value: unknown): unknown {
  return isShallow(value, DEEPEST) ? value : null;
}
