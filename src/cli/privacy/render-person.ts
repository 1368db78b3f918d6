import { deletedAt, describeSource, type PersonContext } from "../../composition/privacy/to-person-json.ts";
import { describeFieldValue, FIELD_LABELS } from "../../people/describe-field.ts";
import type { PersonHistory } from "../../people/person-history.ts";
import type { ExportedTo, PersonLine } from "../../privacy/erasure-plan.ts";
import { historyOf } from "../../privacy/history-of.ts";
import type { PersonFile, SightingLine } from "../../privacy/store/read-person-file.ts";
import { toPrintableLine } from "../../values/printable-text.ts";

const LABEL_WIDTH = 14;

/** One line about somebody in a list. */
export function renderPersonLine(person: PersonLine): string {
  const { profileId, fullName, currentTitle, currentCompany, location } = person;
  const job = [currentTitle, currentCompany].filter((part) => part !== null).join(" at ");
  const words = [fullName ?? "(no name)", job, location ?? ""].filter((part) => part !== "").join(", ");
  return toPrintableLine(`${profileId}  ${words}`);
}

/** Everything about a person, in words; ends with a line break. */
export function renderPerson(file: PersonFile, context: PersonContext): string {
  const history = historyOf(file);
  const sections = [
    [renderPersonLine(file.record)],
    history === null ? ["no form of them can be read any more"] : toFieldLines(history),
    ["Contacts", ...toContactLines(history)],
    [`Found (${describeSource(context.baseUrl)})`, ...file.sightings.map(toSightingLine), toCostLine(file)],
    [
      "Exports",
      ...(file.exports.length === 0 ? ["  in none"] : file.exports.map((one) => `  ${renderExport(one)}`)),
    ],
    ["Dates", ...toDateLines(file, context)],
  ];
  return `${sections.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

/** One export in which somebody was. */
export function renderExport({
  exportId,
  destination,
  format,
  exportedAt,
  contacts,
  undoneAt,
}: ExportedTo): string {
  const what = contacts ? "with contacts" : "without contacts";
  const undone = undoneAt === null ? "" : `, taken back on ${day(undoneAt)}`;
  return toPrintableLine(
    `export ${exportId} to ${destination} (${format}, ${what}) on ${day(exportedAt)}${undone}`,
  );
}

export function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}

function toFieldLines({ fields }: PersonHistory): string[] {
  return [...fields].flatMap(([name, changes]) => {
    const [now, ...before] = [...changes].reverse();
    if (now === undefined) return [];
    const lines = [
      `${FIELD_LABELS[name].padEnd(LABEL_WIDTH)}${describeFieldValue(now)}  (since ${day(now.since)})`,
    ];
    const earlier = before.map(
      (old) => `${"".padEnd(LABEL_WIDTH)}before: ${describeFieldValue(old)}  (since ${day(old.since)})`,
    );
    return [...lines, ...earlier].map(toPrintableLine);
  });
}

function toContactLines(history: PersonHistory | null): string[] {
  if (history === null || history.contacts.length === 0) return ["  none"];
  return history.contacts.map(({ kind, value, type, status, formerPerson, since }) => {
    const owner = formerPerson === true ? "of the person whom the id named before" : null;
    const notes = [type, status, owner].filter((part) => part !== null).join(", ");
    return toPrintableLine(`  ${kind} ${value}${notes === "" ? "" : ` (${notes})`}  since ${day(since)}`);
  });
}

function toSightingLine({ seenAt, spec, runId, page, callId, credits }: SightingLine): string {
  const cost = credits === null ? "cost not known" : `${credits.toFixed(2)} credits`;
  return `  ${day(seenAt)}  ${spec}, run ${runId}, page ${page}, call ${callId}: ${cost}`;
}

function toCostLine({ sightings }: PersonFile): string {
  const total = sightings.reduce((sum, { credits }) => sum + (credits ?? 0), 0);
  return `  ${total.toFixed(2)} credits in all: their share of each call`;
}

function toDateLines(file: PersonFile, { retentionDays }: PersonContext): string[] {
  const end = deletedAt(file, retentionDays);
  const told = file.noticeSentAt === null ? "not sent" : `sent on ${day(file.noticeSentAt)}`;
  return [
    `  collected on ${day(file.firstSeenAt)}, last changed on ${day(file.lastChangedAt)}`,
    end === null
      ? "  kept until they are deleted by hand (RETENTION_DAYS is not set)"
      : `  deleted on ${day(end)}`,
    `  notice due on ${day(file.noticeDueAt)}, ${told}`,
    `  held: raw forms ${file.forms.length}, forms that could not be stored ${file.rejected.length}, raw answers ${file.bodies.length}`,
  ];
}
