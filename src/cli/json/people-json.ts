import { z } from "zod";
import { HISTORY_FIELDS } from "../../people/person-history.ts";
import { count, flag, list, moment, orNull, text, words } from "./json-fields.ts";

const known = (schema: z.ZodType) => schema.nullable();
const name = (description: string) => known(z.string()).describe(`${description}; null: not known`);
const extra = z
  .record(z.string(), z.unknown())
  .describe("what the API said beyond these fields, by its own names");

const experience = z.strictObject({
  title: name("title of the job"),
  companyName: name("name of the company"),
  companyDomain: name("its domain"),
  location: name("place of the job"),
  startDate: name("first day, as precise as it is known"),
  endDate: name("last day; null also where the job goes on"),
  description: name("text about the job"),
  isCurrent: orNull(flag("the job goes on"), "not known"),
  extra,
});

const education = z.strictObject({
  school: name("name of the school"),
  diploma: name("degree"),
  specialization: name("field of study"),
  startDate: name("first day, as precise as it is known"),
  endDate: name("last day"),
  description: name("text about it"),
  extra,
});

const contact = z.strictObject({
  kind: z.enum(["email", "phone"]).describe("what it is"),
  value: text("the address or the number"),
  type: orNull(z.enum(["work", "personal"]).describe("whose it is"), "not said"),
  status: orNull(text("the API's own word, such as `verified`"), "none"),
  formerPerson: z
    .literal(true)
    .optional()
    .describe("set for a contact of the person whom the id named before"),
  since: z.iso.datetime().optional().describe("when it was first seen; missing where the version is gone"),
});

const change = z.strictObject({
  value: z.unknown().describe("the value"),
  since: moment("when it was first seen"),
  callId: count("the call that showed it"),
});

const sighting = z.strictObject({
  seenAt: moment("when"),
  spec: text("by which spec"),
  runId: count("in which run"),
  page: count("on which page"),
  position: count("at which place of it"),
  callId: count("by which call"),
  requestId: orNull(text("the API's name for the call"), "none"),
  credits: orNull(z.number().describe("an equal share of what the call cost"), "not known"),
  versionId: count("which version was shown"),
});

const exported = z.strictObject({
  exportId: count("number of the export"),
  destination: text("where to"),
  format: text("its format"),
  exportedAt: moment("when"),
  contacts: flag("with contacts"),
  undoneAt: orNull(moment("when it was undone"), "it was not"),
  people: count("1"),
});

/** `person TEXT` that finds one person. */
export const personJson = z.strictObject({
  profileId: text("the API's id"),
  firstName: name("first name"),
  lastName: name("last name"),
  fullName: name("full name"),
  headline: name("headline"),
  location: name("place"),
  linkedinUrl: name("LinkedIn address"),
  linkedinSlug: name("last part of that address"),
  summary: name("summary"),
  currentTitle: name("title of the current job"),
  currentCompany: name("company of the current job"),
  skills: words("skills"),
  experiences: list(experience, "jobs"),
  educations: list(education, "schools"),
  experiencesDetailed: flag("the jobs are of a search with `detailed_experience`"),
  educationsDetailed: flag("the schools are of a search with `detailed_education`"),
  openToWork: orNull(flag("open to work"), "not known"),
  contacts: list(contact, "addresses and numbers"),
  history: z
    .partialRecord(z.enum(HISTORY_FIELDS), z.array(change))
    .describe(
      `the values that a field has had, oldest first, by the name of the field: ${HISTORY_FIELDS.join(", ")}`,
    ),
  source: text("where everything about the person comes from"),
  collectedAt: moment("when the person was first stored"),
  lastChangedAt: moment("when something last changed"),
  deletedAt: orNull(moment("when the person will be deleted"), "people are kept"),
  noticeDueAt: moment("by when the person must be told (Art. 14 GDPR)"),
  noticeSentAt: orNull(moment("when the person was told"), "not yet"),
  sightings: list(sighting, "each time that a call showed the person"),
  exports: list(exported, "each export that holds the person"),
});

const version = z.strictObject({
  versionId: count("its number"),
  callId: count("the call that brought it"),
  receivedAt: moment("when"),
  experiencesDetailed: flag("of a search with `detailed_experience`"),
  educationsDetailed: flag("of a search with `detailed_education`"),
  raw: z.unknown().describe("the profile as the API sent it"),
});

const rejected = z.strictObject({
  callId: count("the call that brought it"),
  position: count("its place on the page"),
  path: text("the field at fault"),
  reason: text("what is wrong with it"),
  raw: z.unknown().describe("the profile as the API sent it"),
});

/** `person TEXT --export` */
export const accessJson = personJson.extend({
  rawAnswersOfCalls: z.array(z.int()).describe("calls whose raw answer is still held and shows the person"),
  versions: list(version, "each distinct form as received"),
  rejected: list(rejected, "forms that could not be stored"),
});

/** `person TEXT` that finds no person or several. */
export const matchesJson = z.strictObject({
  matches: list(
    z.strictObject({
      profileId: text("the API's id"),
      fullName: name("full name"),
      currentTitle: name("title of the current job"),
      currentCompany: name("company of the current job"),
      location: name("place"),
      linkedinUrl: name("LinkedIn address"),
    }),
    "the people who match, 20 at most",
  ),
  more: flag("more people match"),
});

const deleted = {
  people: count("people"),
  bodies: count("raw answers"),
  rejected: count("profiles that could not be stored"),
};

/** `retention --dry-run` */
export const overdueJson = z
  .strictObject({ ...deleted, nextPersonAt: orNull(moment("when the next person is due"), "none is") })
  .describe("what is past its time");

/** `retention` */
export const retentionJson = z.strictObject({
  suppressed: count("suppressed people who were stored, and are erased again"),
  ...deleted,
  scrub: orNull(
    z
      .strictObject({
        state: z
          .enum(["scrubbed", "put_off", "left_to_server"])
          .describe("they are gone, are tried again later, or are removed by the server by and by"),
        remains: words("what remains and why"),
      })
      .describe("what became of the traces in the files of the server"),
    "nothing was deleted",
  ),
});

/** `reparse` */
export const reparseJson = z.strictObject({
  reparse: count("its number"),
  people: count("people read"),
  changed: count("of them those who changed"),
  recovered: count("profiles that had been rejected and are stored now"),
  finished: flag("everybody was read"),
  peoplePerSecond: count("how fast"),
  durationMs: count("milliseconds"),
});

/** `audit` */
export const auditJson = z.strictObject({
  audit: list(
    z.strictObject({
      id: count("its number"),
      happenedAt: moment("when"),
      actor: text("who"),
      command: text("by which command"),
      subject: orNull(text("what about"), "everybody whom the command showed"),
      people: orNull(count("how many people"), "not known"),
    }),
    "who was given contacts or everything about one person, newest first",
  ),
});

/** `exports` */
export const exportsJson = list(
  z.strictObject({
    id: count("its number"),
    destination: text("where to"),
    format: text("its format"),
    people: count("people in it"),
    leftOut: count("people whom the format could not take"),
    filter: z.record(z.string(), z.unknown()).describe("the options by which people were chosen"),
    contacts: flag("with contacts"),
    exportedAt: moment("when"),
    undoneAt: orNull(moment("when it was undone"), "it was not"),
  }),
  "each export, newest first",
);
