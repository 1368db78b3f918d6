import type { Candidate } from "../../src/exports/candidate.ts";

/** An invented candidate of whom little is known besides what is given. */
export function candidateOf(known: Partial<Candidate>): Candidate {
  return {
    profile_id: "p1",
    full_name: "Ada Beispiel",
    first_name: "Ada",
    last_name: "Beispiel",
    headline: null,
    location: null,
    current_title: null,
    current_company: null,
    linkedin_url: null,
    skills: null,
    specs: "paris",
    open_to_work: null,
    first_seen_at: new Date("2026-01-01T08:00:00Z"),
    last_changed_at: new Date("2026-01-01T08:00:00Z"),
    last_seen_at: null,
    has_work_email: false,
    has_personal_email: false,
    has_phone: false,
    emails: [],
    phones: [],
    more: {},
    ...known,
  };
}
