import { toSlug } from "./fold-text.ts";
import type { Person } from "./invented-person.ts";

/** The values that the `data_types` parameter takes on the reference page. */
export type DataType = "personal_email" | "work_email" | "phone";

/** Where contacts stand in a profile: the reference page's example asks for them and shows none. */
export type ContactShape = "contact_info" | "lists";

export interface ContactRequest {
  readonly shape: ContactShape;
  readonly dataTypes: readonly DataType[];
  /** Unique to the person, so that no two people share an address. */
  readonly suffix: string;
  readonly bits: number;
}

/** Number blocks kept free for fiction by the North American plan, Ofcom and ARCEP. */
function fictionalPhone(bits: number): string {
  const digits = (length: number): string => String((bits >>> 4) % 10 ** length).padStart(length, "0");
  const blocks = [
    () => `+1${201 + ((bits >>> 16) % 780)}55501${digits(2)}`,
    () => `+447700900${digits(3)}`,
    () => `+33639980${digits(3)}`,
    () => `+33199001${digits(3)}`,
  ];
  return blocks[bits % blocks.length]?.() ?? "+12025550100";
}

interface KnownContacts {
  readonly personal: readonly string[];
  readonly work: readonly string[];
  readonly phones: readonly string[];
}

/** Not everybody's details are known: about 6 in 10 personal, 8 in 10 work addresses, 4 in 10 phones. */
function knownContacts(person: Person, request: ContactRequest): KnownContacts {
  const { bits, suffix, dataTypes } = request;
  const wants = (type: DataType): boolean => dataTypes.includes(type);
  const local = `${toSlug(person.firstName)}.${toSlug(person.lastName)}.${suffix}`;
  const host = bits % 2 === 0 ? "example.org" : "example.net";
  const workDomain = person.jobs[0]?.company.domain ?? "example.com";
  return {
    personal: wants("personal_email") && bits % 10 < 6 ? [`${local}@${host}`] : [],
    work: wants("work_email") && (bits >>> 8) % 10 < 8 ? [`${local}@${workDomain}`] : [],
    phones: wants("phone") && (bits >>> 12) % 10 < 4 ? [fictionalPhone(bits)] : [],
  };
}

/** The contact part of a revealed profile, in the shape asked for. */
export function toContacts(person: Person, request: ContactRequest): Readonly<Record<string, unknown>> {
  const { personal, work, phones } = knownContacts(person, request);
  if (request.shape === "lists") {
    return {
      emails: [
        ...personal.map((email) => ({ email, type: "personal" })),
        ...work.map((email) => ({ email, type: "work" })),
      ],
      phones: phones.map((phone) => ({ phone, type: "mobile" })),
    };
  }
  return {
    contact_info: {
      emails: [...personal, ...work],
      personal_emails: personal,
      work_emails: work,
      work_email_status: work.length > 0 ? "verified" : null,
      phones,
    },
    contact_availability: {
      personal_email: personal.length > 0,
      work_email: work.length > 0,
      phone: phones.length > 0,
    },
  };
}
