#!/usr/bin/env node
import { describeError } from "../operations/describe-error.ts";
import { endAsSet, endNow, exitCodeForOutcome } from "./command/exit-code.ts";
import { handleFailedWrites } from "./command/failed-writes.ts";
import { noteError, printFailureOnExit, wantsJson } from "./command/json-outcome.ts";
import { runProgram } from "./program.ts";

if (wantsJson(process.argv)) printFailureOnExit();
handleFailedWrites();
// Node would print the words of the error, which may hold people's data.
process.on("uncaughtException", (error) => {
  noteError(error);
  process.stderr.write(`${describeError(error)}\n`);
  endNow(exitCodeForOutcome(false));
});
await runProgram(process.argv.slice(2));
// A library that still looks for a server which is away does not keep a command that has ended.
setTimeout(endAsSet, 1_000).unref();
