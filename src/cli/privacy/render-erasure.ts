import type { PersonKey } from "../../people/identity/person-keys.ts";
import { describeCounts, describeKey, KIND_WORDS } from "../../privacy/describe-erasure.ts";
import type { ErasurePlan, RenamedId } from "../../privacy/erasure-plan.ts";
import type { ForgetResult } from "../../privacy/forget.ts";
import { toPrintableLine } from "../../values/printable-text.ts";
import { renderExport, renderPersonLine } from "./render-person.ts";

/** What an erasure would do; ends with a line break. */
export function renderErasurePlan(plan: ErasurePlan): string {
  const people = plan.people.map((person) => `${renderPersonLine(person)}, by ${describeKey(person.why)}`);
  return toText([
    ["Would be erased", people, "nobody: none of them is stored"],
    ["With them", describeCounts(plan.held), null],
    ["Would be suppressed", plan.keys.map(describeKey), null],
    ...toWarnings(plan),
  ]);
}

/** What was erased; ends with a line break. */
export function renderForgotten({ plan, erased, exports, files }: ForgetResult): string {
  const onDisk = files === 0 ? [] : [`files on this machine's disk rewritten: ${files}`];
  return toText([
    ["Erased", plan.people.map(({ profileId }) => profileId), "nobody: none of them is stored"],
    ["With them", [...describeCounts(erased), ...onDisk], null],
    ["Suppressed", countKinds(plan.keys), null],
    ...toWarnings({ ...plan, exports }),
  ]);
}

type Section = readonly [title: string, lines: readonly string[], otherwise: string | null];

function toWarnings({
  exports,
  duplicates,
  renamedIds,
  specs,
}: Pick<ErasurePlan, "exports" | "duplicates" | "renamedIds" | "specs">): Section[] {
  return [
    [
      "Exported, to be deleted there",
      exports.map((one) => `${renderExport(one)}, people: ${one.people}`),
      "nowhere",
    ],
    ["Ids that perhaps name two people, who both go", renamedIds.map(describeRenamed), null],
    ["Not erased, maybe the same person", duplicates.map(renderPersonLine), null],
    ["Specs that name them, to be changed by hand", specs, null],
  ];
}

function toText(sections: readonly Section[]): string {
  return sections
    .map(
      ([title, lines, otherwise]) =>
        [title, lines.length > 0 ? lines : otherwise === null ? [] : [otherwise]] as const,
    )
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => `${title}:\n${lines.map((line) => `  ${line}\n`).join("")}`)
    .join("");
}

function describeRenamed({ profileId, previousName, fullName }: RenamedId): string {
  return toPrintableLine(
    `${profileId}: ${previousName ?? "(no name)"} before, ${fullName ?? "(no name)"} now`,
  );
}

/** How many keys of each kind; which they were is not said again. */
function countKinds(keys: readonly PersonKey[]): string[] {
  const kinds = Object.entries(KIND_WORDS).map(([kind, word]) => ({
    word,
    count: keys.filter((key) => key.kind === kind).length,
  }));
  return kinds.filter(({ count }) => count > 0).map(({ word, count }) => `by ${word}: ${count}`);
}
