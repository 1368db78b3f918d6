import type { PersonKey } from "../people/identity/person-keys.ts";
import type { ErasureCounts } from "./erasure-plan.ts";

/** What the kinds of keys are called. */
export const KIND_WORDS: Readonly<Record<PersonKey["kind"], string>> = {
  profile_id: "id",
  linkedin_slug: "LinkedIn name",
  email: "e-mail address",
  phone: "phone number",
};

/** What is held beside a person, a line a kind; empty: nothing. */
export function describeCounts({ versions, sightings, contacts, rejected, bodies }: ErasureCounts): string[] {
  const counts = {
    "raw forms": versions,
    sightings,
    contacts,
    "raw answers rewritten": bodies,
    "forms that could not be stored": rejected,
  };
  return Object.entries(counts).flatMap(([what, count]) => (count === 0 ? [] : `${what}: ${count}`));
}

/** A key in words. */
export function describeKey({ kind, value }: PersonKey): string {
  return `${KIND_WORDS[kind]} ${value}`;
}
