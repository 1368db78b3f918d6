// A command in miniature: opens the database, says so in one line of JSON, closes it when told to on stdin.
import { spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [modulePath, home, namespaces] = process.argv.slice(2);
const { openEmbeddedPostgres } = await import(pathToFileURL(modulePath).href);
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`);
const canRun = async ({ file, args }) => file !== "unshare" && spawnSync(file, args).status === 0;

process.on("SIGINT", () => say({ interrupted: true }));
try {
  const opened = await openEmbeddedPostgres(namespaces === "forbidden" ? { home, canRun } : { home });
  say({ url: opened.url, startedHere: opened.startedHere });
  for await (const _line of createInterface(process.stdin)) break;
  await opened.close();
  process.exit(0);
} catch (error) {
  say({ error: error.name, message: error.message });
  process.exit(1);
}
