import type { App } from "../../composition/open-app.ts";
import { readNewPaths } from "../../people/store/read-new-fields.ts";

const MOST_SHOWN = 5;

/** Says in a line which fields the API sends and the program does not read; null: it reads all. */
export async function describeNewFields({ store }: Pick<App, "store">): Promise<string | null> {
  const paths = await readNewPaths(store.db);
  if (paths.length === 0) return null;
  const more = paths.length > MOST_SHOWN ? ` and ${paths.length - MOST_SHOWN} more` : "";
  const shown = paths.slice(0, MOST_SHOWN).join(", ");
  return `the API says what is not read, and kept in raw versions only: ${shown}${more} (\`sourcing query "select * from new_fields"\`)`;
}
