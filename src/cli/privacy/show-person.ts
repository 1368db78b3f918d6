import { audited } from "../../composition/privacy/audited.ts";
import { toAccessJson, toPersonJson } from "../../composition/privacy/to-person-json.ts";
import { readPersonKeys } from "../../people/identity/person-keys.ts";
import type { PeopleFound } from "../../privacy/store/find-by-text.ts";
import type { PersonFile } from "../../privacy/store/read-person-file.ts";
import { UsageError } from "../../values/errors.ts";
import { escapeJson, toPrintableJson } from "../../values/printable-text.ts";
import { sanitizeText } from "../../values/text.ts";
import { withApp } from "../command/with-app.ts";
import { writePrivateFile } from "../screen/write-private-file.ts";
import { renderPerson, renderPersonLine } from "./render-person.ts";

export interface PersonOptions {
  readonly json?: boolean;
  /** The text is an id as it is. */
  readonly id?: boolean;
  /** Everything held, raw forms too. */
  readonly export?: boolean;
  /** The file for the export; default: stdout. */
  readonly out?: string;
}

/** Shows what is stored about a person, or the people that a text may mean. @throws UsageError */
export async function showPerson(text: string, options: PersonOptions): Promise<void> {
  if (options.out !== undefined && options.export !== true) throw new UsageError("--out goes with --export");
  if (text.trim() === "")
    throw new UsageError("say who: an id, a name, a LinkedIn address, an e-mail address or a number");
  return withApp(async (app) => {
    const { privacy, config } = app;
    const isOther = options.id === true && !(await privacy.isStored(sanitizeText(text)));
    const found = isOther ? { people: [], more: false } : await privacy.find(readPersonKeys(text), text);
    const [only, ...others] = found.people;
    const file = only !== undefined && others.length === 0 ? await privacy.file(only.profileId) : null;
    return audited(app, { command: "person", subject: null }, async (count) => {
      count(found.people.length);
      if (file !== null) return print(file, options, config);
      if (options.export === true && others.length > 0)
        throw new UsageError(`several people match: give the id of one\n${toList(found)}`);
      return printMatches(found, options);
    });
  });
}

async function print(
  file: PersonFile,
  options: PersonOptions,
  context: Parameters<typeof renderPerson>[1],
): Promise<void> {
  const write = (value: object) => process.stdout.write(`${toPrintableJson(value, 2)}\n`);
  const toExport = () => `${escapeJson(toAccessJson(file, context))}\n`;
  if (options.export === true && options.out !== undefined) await writePrivateFile(options.out, [toExport()]);
  else if (options.export === true) process.stdout.write(toExport());
  else if (options.json === true) write(toPersonJson(file, context));
  else process.stdout.write(renderPerson(file, context));
}

function printMatches(found: PeopleFound, { json, export: access }: PersonOptions): void {
  if (json === true || access === true)
    process.stdout.write(`${toPrintableJson({ matches: found.people, more: found.more })}\n`);
  else process.stdout.write(found.people.length === 0 ? "" : `${toList(found)}\n`);
  process.stderr.write(
    found.people.length === 0
      ? "Nobody who is stored matches that.\n"
      : "Several people match: `sourcing person ID` shows one of them.\n",
  );
}

function toList({ people, more }: PeopleFound): string {
  return [...people.map(renderPersonLine), ...(more ? ["and more: say it more precisely"] : [])].join("\n");
}
