import type { Receipt } from "../../src/people/merge.ts";
import { type Profile, parseProfile } from "../../src/people/profile.ts";

export const PLAIN: Receipt = { experiences: false, educations: false, receivedOn: "2026-11-29" };
export const DETAILED: Receipt = { experiences: true, educations: true, receivedOn: "2026-11-29" };

/** A profile of an invented person as the API would send it. */
export const RAW = {
  profile_id: "ada-invented",
  first_name: "Ada",
  last_name: "Invented",
  full_name: "Ada Invented",
  headline: "VP Product",
  location: "Paris, France",
  linkedin_url: "https://www.linkedin.com/in/ada-invented",
  current_job: { title: "VP Product", company_name: "Acme" },
  experiences: [{ title: "VP Product", company_name: "Acme", is_current: true }],
  skills: ["SaaS", "SQL"],
};

/** Reads a raw profile that must be readable. */
export function read(change: object = {}, base: object = RAW): Profile {
  const received = parseProfile({ ...base, ...change }, 0);
  if (received.kind === "rejected") throw new Error(`${received.path}: ${received.reason}`);
  return received.profile;
}
