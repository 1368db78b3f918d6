import { createHmac } from "node:crypto";
import type { Profile } from "./profile.ts";

/** One key under which a person may be suppressed, so that the list of those who asked to be forgotten names nobody. */
export interface SuppressionDigest {
  readonly kind: "profile_id" | "linkedin_slug" | "email";
  /** HMAC-SHA256 under the pepper, 64 small hex digits. */
  readonly digest: string;
}

/** Every key under which this person may have been suppressed. */
export function suppressionDigests(
  pepper: string,
  person: Pick<Profile, "profileId" | "linkedinSlug" | "contacts">,
): SuppressionDigest[] {
  const digest = (kind: SuppressionDigest["kind"], value: string): SuppressionDigest => ({
    kind,
    digest: createHmac("sha256", pepper).update(`${kind}\0${value}`).digest("hex"),
  });
  const emails = person.contacts.filter((contact) => contact.kind === "email");
  return [
    digest("profile_id", person.profileId),
    ...(person.linkedinSlug === null ? [] : [digest("linkedin_slug", person.linkedinSlug)]),
    ...emails.map((email) => digest("email", email.value)),
  ];
}
