import type { Contact } from "./contacts.ts";
import type { Education } from "./profile-education.ts";
import type { Experience } from "./profile-experience.ts";

/** A person as stored: the merge of all their versions, in which the last write wins field by field. */
export interface MergedProfile {
  readonly profileId: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly fullName: string | null;
  readonly headline: string | null;
  readonly location: string | null;
  readonly linkedinUrl: string | null;
  readonly linkedinSlug: string | null;
  readonly summary: string | null;
  readonly currentTitle: string | null;
  readonly currentCompany: string | null;
  readonly skills: readonly string[];
  readonly experiences: readonly Experience[];
  readonly educations: readonly Education[];
  readonly experiencesDetailed: boolean;
  readonly educationsDetailed: boolean;
  readonly openToWork: boolean | null;
  readonly contacts: readonly Contact[];
}
