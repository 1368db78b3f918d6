#!/usr/bin/env node
import { assertEnoughFiles } from "../machine/open-files.ts";
import { describeError } from "../operations/describe-error.ts";
import { endAsSet, endNow, exitCodeForError } from "./command/exit-code.ts";
import { handleFailedWrites } from "./command/failed-writes.ts";
import { noteError, printFailureOnExit, wantsJson } from "./command/json-outcome.ts";

if (wantsJson(process.argv)) printFailureOnExit();
handleFailedWrites();
// Node would print the words of the error, which may hold people's data.
process.on("uncaughtException", (error) => {
  noteError(error);
  process.stderr.write(`${describeError(error)}\n`);
  endNow(exitCodeForError(error));
});
assertEnoughFiles();
// Node opens all modules of an import at once: in these steps a command needs half as many open files.
await import("zod");
await import("drizzle-orm/node-postgres");
await import("../composition/open-app.ts");
const { runProgram } = await import("./program.ts");
await runProgram(process.argv.slice(2));
// A library that still looks for a server which is away does not keep a command that has ended.
setTimeout(endAsSet, 1_000).unref();
