import { z } from "zod";
import { parseExactJson } from "../values/exact-json.ts";
import { isShallow } from "../values/json-depth.ts";
import { REDACTED_PROFILE } from "./erased-entry.ts";
import { keysInAnswer } from "./fields/keys-in-answer.ts";
import { keysOfEntry, type PersonKey } from "./identity/person-keys.ts";
import { parseProfile, type ReceivedProfile } from "./profile.ts";

const answer = z.looseObject({ data: z.looseObject({ profiles: z.array(z.unknown()) }) });
type Answer = z.infer<typeof answer>;

/** No real answer is deeper, and JSON.stringify fails at a few thousand levels. */
const DEEPEST = 512;

/** Replaces an answer that is not a page; it is no usable page either. */
export const NO_PAGE = new TextEncoder().encode('{"data":null}');

/**
 * Returns an answer's bytes with the profiles at these positions replaced by a placeholder, so that nothing of suppressed
 * people is kept and all others keep their positions. The JSON is written again: the result is not byte for byte what was
 * received, although numbers keep their text, and a value that is nested too deeply to be written becomes null.
 */
export function redactProfiles(body: Uint8Array, positions: ReadonlySet<number>): Uint8Array {
  return writeWithout(body, positions);
}

/**
 * Redacts the people who are known by certain keys; null if the answer shows none of them. An answer that is not a page has
 * no other profiles to keep, so it is replaced as a whole if any text in it names one of these people.
 */
export function redactPerson(
  body: Uint8Array,
  isTheirs: (keys: readonly PersonKey[]) => boolean,
): Uint8Array | null {
  const page = readAnswer(body);
  if (page === null) return isTheirs(keysInAnswer(body)) ? NO_PAGE : null;
  const entries = page.data.profiles.map((raw, position) => parseProfile(raw, position));
  const found = entries.filter((entry) => isTheirs(keysOfEntry(entry))).map(({ position }) => position);
  return found.length === 0 ? null : writeWithout(body, new Set(found));
}

/** Returns the profiles of a page; null if the answer is not a page. */
export function readProfiles(body: Uint8Array): ReceivedProfile[] | null {
  return readAnswer(body)?.data.profiles.map((raw, position) => parseProfile(raw, position)) ?? null;
}

function readAnswer(body: Uint8Array): Answer | null {
  try {
    return answer.safeParse(decode(body)).data ?? null;
  } catch {
    return null;
  }
}

function decode(body: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(body));
}

function writeWithout(body: Uint8Array, dropped: ReadonlySet<number>): Uint8Array {
  const { value, toJson } = parseExactJson(new TextDecoder().decode(body));
  const read = answer.parse(value);
  const profiles = read.data.profiles.map((profile, position) =>
    dropped.has(position) ? REDACTED_PROFILE : shallowOrNull(profile),
  );
  const data = { ...withoutDepths(read.data), profiles };
  return new TextEncoder().encode(toJson({ ...withoutDepths({ ...read, data: null }), data }));
}

function withoutDepths(holder: object): object {
  return Object.fromEntries(Object.entries(holder).map(([name, value]) => [name, shallowOrNull(value)]));
}

function shallowOrNull(value: unknown): unknown {
  return isShallow(value, DEEPEST) ? value : null;
}
