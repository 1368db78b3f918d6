import { readdir } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { UsageError } from "../../values/errors.ts";

/** `people.left-out.csv` beside `people.csv`. */
export function leftOutName(out: string): string {
  return nameBeside(out, ".left-out.csv");
}

/** `people-2.csv` beside `people.csv`. */
export function numberedName(out: string, number: number): string {
  return nameBeside(out, `-${number}${extname(out)}`);
}

/** @throws UsageError if a file of that name exists: its people may not have been imported yet */
export async function refuseExisting(out: string): Promise<void> {
  const folder = dirname(out);
  const names = await readdir(folder).catch(() => {
    throw new UsageError(`--out: there is no folder ${folder}`);
  });
  const own = [out, leftOutName(out)].map((path) => basename(path));
  const numberIn = (name: string) => /-(\d+)(?:\.[^.]*)?$/.exec(name)?.[1] ?? "";
  const taken = names.find(
    (name) => own.includes(name) || name === basename(numberedName(out, Number(numberIn(name)))),
  );
  if (taken === undefined) return;
  throw new UsageError(`${join(folder, taken)} is there already: move it away, or name another --out`);
}

function nameBeside(out: string, ending: string): string {
  return join(dirname(out), `${basename(out, extname(out))}${ending}`);
}
