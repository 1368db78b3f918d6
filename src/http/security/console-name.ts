import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { obtainSecret } from "../../machine/secret-file.ts";
import type { Config } from "../../operations/config.ts";

/**
 * Returns the host name of the pages on this machine, such as `3f9c….localhost`. Browsers take every name below `localhost` to
 * this machine, and give a name's cookies to that name alone. Other users of the machine do not know it. It stays the same, so
 * that bookmarks do.
 */
export async function consoleHostName({ home }: Pick<Config, "home">): Promise<string> {
  const file = join(home, "secrets", "console-name");
  const name = await obtainSecret(file, () => randomBytes(10).toString("hex"));
  return `${name}.localhost`;
}
