import type { SimulatedProfile } from "./wire-profile.ts";

/** Stands where bytes that are no UTF-8 will stand: a string cannot hold them. */
const INVALID_UTF8_MARK = "\uE000\uE001";

const INVALID_UTF8 = Buffer.from([0xff, 0xfe, 0xc3, 0x28]);
const LONG_ID = 300;
const HUGE_NAME = 1024 * 1024;

/** Puts a text round the readable texts of a profile. */
function wrapTexts(profile: SimulatedProfile, before: string, after: string): SimulatedProfile {
  return {
    ...profile,
    first_name: `${before}${String(profile.first_name)}${after}`,
    headline: `${before}Head of Product${after}`,
    summary: `${before}A summary${after}`,
    skills: [`${before}SaaS${after}`, "Product Management"],
  };
}

function keepOnlyId(profile: SimulatedProfile): SimulatedProfile {
  return { profile_id: profile.profile_id };
}

const WRONG_TYPES: SimulatedProfile = {
  first_name: 42,
  last_name: ["Doe"],
  headline: { text: "Head of Product" },
  location: 75_001,
  linkedin_url: false,
  summary: ["one", "two"],
  current_job: "VP of Product",
  experiences: { title: "VP of Product" },
  educations: "MBA",
  skills: "SaaS",
  open_to_work: "yes",
};

const WRONG_ENTRIES: SimulatedProfile = {
  current_job: { title: 7, company_name: null },
  experiences: [null, "VP of Product", 3, { title: null, start_date: 2021, is_current: "true" }],
  educations: [[], { educational_establishment: false }],
  skills: [null, 7, "SaaS", { name: "Go" }],
};

const EXTRA_FIELDS: SimulatedProfile = {
  connections: 512,
  badges: ["early adopter", { level: 3 }],
  "a key with spaces and ünïcode": null,
  nested: { one: { two: { three: [1, 2, 3] } } },
};

/** What can be wrong with one profile. Text is wrong in the ways that a database or a spreadsheet minds. */
const CORRUPTIONS = {
  null_fields: (profile) => ({
    ...Object.fromEntries(Object.keys(profile).map((field) => [field, null])),
    profile_id: profile.profile_id,
  }),
  missing_fields: keepOnlyId,
  extra_fields: (profile) => ({ ...profile, ...EXTRA_FIELDS }),
  wrong_types: (profile) => ({ ...profile, ...WRONG_TYPES }),
  wrong_entries: (profile) => ({ ...profile, ...WRONG_ENTRIES }),
  id_null: (profile) => ({ ...profile, profile_id: null }),
  id_missing: ({ profile_id: _, ...rest }) => rest,
  id_empty: (profile) => ({ ...profile, profile_id: "" }),
  id_long: (profile) => ({ ...profile, profile_id: "x".repeat(LONG_ID) }),
  id_number: (profile) => ({ ...profile, profile_id: 12_345 }),
  id_null_character: (profile) => ({ ...profile, profile_id: `${String(profile.profile_id)}\u0000` }),
  not_an_object: () => "jane-doe",
  null_profile: () => null,
  null_character: (profile) => wrapTexts(profile, "\u0000", "a\u0000b"),
  lone_surrogate: (profile) => wrapTexts(profile, "\uD800", "\uDC00x"),
  right_to_left: (profile) => wrapTexts(profile, "\u202E", " ליאור كريم\u202C"),
  emoji: (profile) => wrapTexts(profile, "👩‍🚀", "🇫🇷👍🏽"),
  formula: (profile) => wrapTexts(profile, '=HYPERLINK("https://example.com","', '")\r\n＝1\t=2'),
  huge_name: (profile) => ({ ...profile, first_name: "N".repeat(HUGE_NAME) }),
  invalid_utf8: (profile) => wrapTexts(profile, INVALID_UTF8_MARK, ""),
} as const satisfies Record<string, (profile: SimulatedProfile) => unknown>;

export type CorruptionName = keyof typeof CORRUPTIONS;

export const CORRUPTION_NAMES = Object.keys(CORRUPTIONS) as readonly CorruptionName[];

/** Spoils one profile. */
export function corruptProfile(profile: SimulatedProfile, name: CorruptionName): unknown {
  return CORRUPTIONS[name](profile);
}

/** Encodes a body; marks become bytes that no UTF-8 decoder accepts. */
export function toBytes(text: string): Buffer {
  const bytes = Buffer.from(text, "utf8");
  const mark = Buffer.from(INVALID_UTF8_MARK, "utf8");
  const parts: Buffer[] = [];
  let from = 0;
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, from)) {
    parts.push(bytes.subarray(from, at), INVALID_UTF8);
    from = at + mark.length;
  }
  return from === 0 ? bytes : Buffer.concat([...parts, bytes.subarray(from)]);
}
