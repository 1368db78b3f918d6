#!/usr/bin/env node
import { describeError } from "./command/exit-code.ts";
import { runProgram } from "./program.ts";

// A reader that has seen enough, such as `head`, is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // If another listener is registered, it handles the error and closes the database connection itself.
  if (process.stdout.listenerCount("error") > 1) return;
  process.exit(error.code === "EPIPE" ? 0 : 1);
});
// Node would print the words of the error, which may hold people's data.
process.on("uncaughtException", (error) => {
  process.stderr.write(`${describeError(error)}\n`);
  process.exit(1);
});
await runProgram(process.argv.slice(2));
// A library that still looks for a server which is away does not keep a command that has ended.
setTimeout(() => process.exit(), 1_000).unref();
