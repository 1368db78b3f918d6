import { z } from "zod";
import { isShallow } from "../values/json-depth.ts";
import { REDACTED_PROFILE } from "./erased-entry.ts";
import { keysOfEntry, type PersonKey, readPersonKeys } from "./person-keys.ts";
import { parseProfile } from "./profile.ts";

const answer = z.looseObject({ data: z.looseObject({ profiles: z.array(z.unknown()) }) });
type Answer = z.infer<typeof answer>;

/** No answer goes deeper, and JSON.stringify fails at a few thousand levels. */
const DEEPEST = 512;

/** Says that a page cannot be used, as the answer that it stands for did. */
const NO_PAGE = new TextEncoder().encode('{"data":null}');

/**
 * An answer's bytes with the profiles at these positions taken out, so that nothing of suppressed people is kept and all
 * others stay where they were. Written anew as JSON: an answer changed for this is no longer byte for byte, and what is
 * nested too deeply to be written is null.
 */
export function redactProfiles(body: Uint8Array, positions: ReadonlySet<number>): Uint8Array {
  return writeWithout(answer.parse(decode(body)), positions);
}

/**
 * The same for everybody who is known by certain keys; null where none of them is in it. An answer that is no page, and so
 * has no others, goes as a whole where any text in it names them.
 */
export function redactPerson(
  body: Uint8Array,
  isTheirs: (keys: readonly PersonKey[]) => boolean,
): Uint8Array | null {
  const decoded = decode(body);
  const page = answer.safeParse(decoded);
  if (!page.success) return textsOf(decoded).some((text) => isTheirs(readPersonKeys(text))) ? NO_PAGE : null;
  const entries = page.data.data.profiles.map(parseProfile);
  const found = entries.filter((entry) => isTheirs(keysOfEntry(entry))).map(({ position }) => position);
  return found.length === 0 ? null : writeWithout(page.data, new Set(found));
}

function decode(body: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(body));
}

function writeWithout(read: Answer, dropped: ReadonlySet<number>): Uint8Array {
  const profiles = read.data.profiles.map((profile, position) =>
    dropped.has(position) ? REDACTED_PROFILE : shallowOrNull(profile),
  );
  const data = { ...withoutDepths(read.data), profiles };
  return new TextEncoder().encode(JSON.stringify({ ...withoutDepths({ ...read, data: null }), data }));
}

function withoutDepths(holder: object): object {
  return Object.fromEntries(Object.entries(holder).map(([name, value]) => [name, shallowOrNull(value)]));
}

function shallowOrNull(value: unknown): unknown {
  return isShallow(value, DEEPEST) ? value : null;
}

/** Every text in a value, whatever holds it. Goes level by level, so that depth costs no stack. */
function textsOf(value: unknown): string[] {
  const texts: string[] = [];
  for (let level = [value]; level.length > 0; ) {
    for (const one of level) if (typeof one === "string") texts.push(one);
    level = level.flatMap((one) => (typeof one === "object" && one !== null ? Object.values(one) : []));
  }
  return texts;
}
