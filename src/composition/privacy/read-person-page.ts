import { z } from "zod";
import { describeEntry, describeFieldValue, FIELD_LABELS } from "../../people/describe-field.ts";
import { exportedToSchema } from "../../privacy/erasure-plan.ts";
import { historyOf } from "../../privacy/history-of.ts";
import type { App } from "../open-app.ts";
import { deletedAt, describeSource } from "./to-person-json.ts";

const dated = z.object({ words: z.string(), since: z.date() });

export const personPageSchema = z.object({
  profileId: z.string(),
  fullName: z.string().nullable(),
  headline: z.string().nullable(),
  summary: z.string().nullable(),
  currentTitle: z.string().nullable(),
  currentCompany: z.string().nullable(),
  location: z.string().nullable(),
  linkedinUrl: z.string().nullable(),
  openToWork: z.boolean().nullable(),
  skills: z.array(z.string()),
  experiences: z.array(z.string()),
  educations: z.array(z.string()),
  /** How many addresses and numbers are held. */
  contacts: z.number(),
  /** What each field was, newest first. */
  history: z.array(z.object({ field: z.string(), values: z.array(dated) })),
  source: z.string(),
  sightings: z.array(
    z.object({
      seenAt: z.date(),
      spec: z.string(),
      runId: z.number(),
      page: z.number(),
      callId: z.number(),
      requestId: z.string().nullable(),
      credits: z.number().nullable(),
    }),
  ),
  exports: z.array(exportedToSchema),
  firstSeenAt: z.date(),
  lastChangedAt: z.date(),
  /** When they are deleted by age; null: never. */
  deletedAt: z.date().nullable(),
  noticeDueAt: z.date(),
  noticeSentAt: z.date().nullable(),
  held: z.object({ versions: z.number(), rejected: z.number(), bodies: z.number() }),
});
export type PersonPage = z.infer<typeof personPageSchema>;

/** Returns everything about a person but addresses and numbers; null: no person with that id is stored. */
export async function readPersonPage(
  { privacy, config }: Pick<App, "privacy" | "config">,
  profileId: string,
): Promise<PersonPage | null> {
  const file = await privacy.file(profileId);
  if (file === null) return null;
  const history = historyOf(file);
  const { record } = file;
  return {
    ...record,
    profileId,
    skills: [...record.skills],
    experiences: record.experiences.map(describeEntry),
    educations: record.educations.map(describeEntry),
    contacts: (history?.contacts ?? record.contacts).length,
    history: [...(history?.fields ?? [])].map(([name, changes]) => ({
      field: FIELD_LABELS[name],
      values: [...changes]
        .reverse()
        .map((change) => ({ words: describeFieldValue(change), since: change.since })),
    })),
    source: describeSource(config.baseUrl),
    sightings: file.sightings,
    exports: file.exports,
    firstSeenAt: file.firstSeenAt,
    lastChangedAt: file.lastChangedAt,
    deletedAt: deletedAt(file, config.retentionDays),
    noticeDueAt: file.noticeDueAt,
    noticeSentAt: file.noticeSentAt,
    held: { versions: file.forms.length, rejected: file.rejected.length, bodies: file.bodies.length },
  };
}
