import { toEmailAddresses, toEmailKey } from "../people/identity/email-address.ts";
import { slugOfField } from "../people/identity/linkedin-slug.ts";

/** A person as a list of notices names them; null or empty: the list does not say. */
export interface NoticeEntry {
  readonly profileId: string;
  readonly fullName: string | null;
  readonly linkedinUrl: string | null;
  /** One or more addresses in one text. */
  readonly emails: string | null;
}

/**
 * Returns whether an entry and the stored person of the same id are one person: name, LinkedIn address or an e-mail address
 * agrees. True if the entry has an id alone. Spreadsheets change ids: they turn 0012345 into 12345, which may be another person.
 */
export function isSamePerson(entry: NoticeEntry, stored: NoticeEntry): boolean {
  const details = detailsOf(entry);
  const known = new Set(detailsOf(stored));
  return details.length === 0 || details.some((detail) => known.has(detail));
}

function detailsOf({ fullName, linkedinUrl, emails }: NoticeEntry): string[] {
  const name = (fullName ?? "").normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
  const address = (linkedinUrl ?? "").trim();
  return [
    ...(name === "" ? [] : [`name ${name}`]),
    ...(address === "" ? [] : [`address ${slugOfField(address) ?? address}`]),
    ...toEmailAddresses(emails ?? "").map((email) => `email ${toEmailKey(email)}`),
  ];
}
