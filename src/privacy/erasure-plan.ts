import { z } from "zod";
import type { PersonKey } from "../people/identity/person-keys.ts";

/** A stored person as lists show them. */
export const personLineSchema = z.object({
  profileId: z.string(),
  fullName: z.string().nullable(),
  currentTitle: z.string().nullable(),
  currentCompany: z.string().nullable(),
  location: z.string().nullable(),
  linkedinUrl: z.string().nullable(),
});
export type PersonLine = z.infer<typeof personLineSchema>;

/** An export that contained some of the people in question. */
export const exportedToSchema = z.object({
  exportId: z.number(),
  destination: z.string(),
  format: z.string(),
  exportedAt: z.coerce.date(),
  /** Whether e-mail addresses and phone numbers were exported too. */
  contacts: z.boolean(),
  /** Null: the export was not undone. */
  undoneAt: z.coerce.date().nullable(),
  /** How many of the people in question it contained. */
  people: z.number(),
});
export type ExportedTo = z.infer<typeof exportedToSchema>;

/** An id that probably names another person now than before. */
export const renamedIdSchema = z.object({
  profileId: z.string(),
  previousName: z.string().nullable(),
  fullName: z.string().nullable(),
});
export type RenamedId = z.infer<typeof renamedIdSchema>;

export interface MatchedPerson extends PersonLine {
  /** The key that the person shares with the keys asked for. */
  readonly why: PersonKey;
}

/** How much is held of people, or was. */
export interface ErasureCounts {
  readonly people: number;
  readonly versions: number;
  readonly sightings: number;
  readonly contacts: number;
  readonly rejected: number;
  /** Raw answers that show some of the people. */
  readonly bodies: number;
}

/** What an erasure would do. */
export interface ErasurePlan {
  /** The keys that are suppressed: those asked for and all keys of the people found; phone numbers only as asked. */
  readonly keys: readonly PersonKey[];
  readonly people: readonly MatchedPerson[];
  /** People of the same name at the same company, who are not erased. */
  readonly duplicates: readonly PersonLine[];
  /** Those of the people whose id perhaps names two: both are erased. */
  readonly renamedIds: readonly RenamedId[];
  readonly exports: readonly ExportedTo[];
  /** Specs whose search or notes contain the name of one of these people. */
  readonly specs: readonly string[];
  readonly held: ErasureCounts;
}

/** What an erasure has done. */
export interface EraseResult {
  readonly erased: ErasureCounts;
  /** The exports that contained the erased people: they have to be deleted there too. */
  readonly exports: readonly ExportedTo[];
}
