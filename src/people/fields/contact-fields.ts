/** One way to reach a person. */
export interface Contact {
  readonly kind: "email" | "phone";
  /** An e-mail address in lower case, or a phone number as it was written, in digits from 0 to 9. */
  readonly value: string;
  /** Null if the answer does not say. */
  readonly type: "work" | "personal" | null;
  /** The API's own word, such as `verified`, or null. */
  readonly status: string | null;
  /** Set for a contact of the person whom the id named before: it is never handed on. */
  readonly formerPerson?: true;
}

/** A field of a profile that holds contacts. */
export interface ContactField {
  readonly name: string;
  readonly kind: Contact["kind"];
  readonly type: Contact["type"];
  /** Name of the field next to this one that holds the status of all its entries. */
  readonly status: string;
}

const field = (name: string, kind: Contact["kind"], type: Contact["type"], status: string): ContactField => ({
  name,
  kind,
  type,
  status,
});

/**
 * The API's reference page mentions contacts and shows no example, so every plausible name is read (all inferred). Names
 * that tell the type come first, because the same address may appear under a general name too.
 */
export const CONTACT_FIELDS: readonly ContactField[] = [
  field("work_emails", "email", "work", "work_email_status"),
  field("work_email", "email", "work", "work_email_status"),
  field("professional_emails", "email", "work", "professional_email_status"),
  field("professional_email", "email", "work", "professional_email_status"),
  field("personal_emails", "email", "personal", "personal_email_status"),
  field("personal_email", "email", "personal", "personal_email_status"),
  field("emails", "email", null, "email_status"),
  field("email", "email", null, "email_status"),
  field("work_phones", "phone", "work", "work_phone_status"),
  field("work_phone", "phone", "work", "work_phone_status"),
  field("personal_phones", "phone", "personal", "personal_phone_status"),
  field("personal_phone", "phone", "personal", "personal_phone_status"),
  field("phones", "phone", null, "phone_status"),
  field("phone", "phone", null, "phone_status"),
  field("phone_numbers", "phone", null, "phone_status"),
  field("phone_number", "phone", null, "phone_status"),
  field("mobile_phone", "phone", null, "phone_status"),
];

/** Objects of a profile that may hold these fields, in addition to the profile itself. */
export const CONTACT_HOLDERS = ["contact_info", "contact", "contacts"];
export const CONTACT_VALUE_NAMES = {
  email: ["email", "address", "email_address", "value"],
  phone: ["phone", "number", "phone_number", "value"],
} as const;
export const CONTACT_STATUS_NAMES = ["status", "verification_status", "email_status", "phone_status"];
export const CONTACT_TYPES: ReadonlyMap<string, Contact["type"]> = new Map([
  ["work", "work"],
  ["work_email", "work"],
  ["professional", "work"],
  ["business", "work"],
  ["corporate", "work"],
  ["company", "work"],
  ["office", "work"],
  ["personal", "personal"],
  ["personal_email", "personal"],
  ["private", "personal"],
  ["home", "personal"],
]);
/** What a list of contacts calls the kinds. */
export const CONTACT_KINDS: ReadonlyMap<string, Contact["kind"]> = new Map([
  ...["email", "e-mail", "mail", "work_email", "personal_email"].map((word) => [word, "email"] as const),
  ...["phone", "telephone", "tel", "mobile", "mobile_phone", "cell"].map((word) => [word, "phone"] as const),
]);
export const GENERAL_CONTACT_FIELDS = {
  email: field("emails", "email", null, "email_status"),
  phone: field("phones", "phone", null, "phone_status"),
};
/** Names of all fields that are read for contacts. */
export const CONTACT_NAMES = {
  holders: CONTACT_HOLDERS,
  fields: CONTACT_FIELDS.map(({ name }) => name),
  statuses: [...new Set(CONTACT_FIELDS.map(({ status }) => status))],
  /** Of an entry: its value, and what it says about it. */
  entry: [
    ...new Set([
      ...Object.values(CONTACT_VALUE_NAMES).flat(),
      ...CONTACT_STATUS_NAMES,
      "type",
      "kind",
      "label",
      "channel",
    ]),
  ],
  /** Keys of a map of contacts. */
  types: [...CONTACT_TYPES.keys()],
} as const;
