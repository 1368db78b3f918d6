// Checks everything that a change must keep right: `npm run check`, and .ci/run after its installation. Every part runs
// even where one before it has failed. `npm run check -- lint test`: only these parts.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Name and command of each part, the quick ones first. */
const PARTS = [
  ["types", "npm run types"],
  ["lint", "npm run lint"],
  ["dead-code", "npm run dead-code"],
  ["migrations", "npx drizzle-kit check"],
  ["test", "npm test"],
  ["test:browser", "npm run test:browser"],
  ["test:servers", "npm run test:servers"],
];
const names = PARTS.map(([name]) => name);
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`there is no part ${unknown.join(", ")}: choose among ${names.join(", ")}`);
  process.exit(2);
}

const reports = mkdtempSync(join(tmpdir(), "sourcing-check-"));
const results = PARTS.filter(([name]) => wanted.length === 0 || wanted.includes(name)).map(runPart);
rmSync(reports, { recursive: true, force: true });

console.log();
for (const { name, command, seconds, isGood, failedFiles } of results) {
  console.log(`${isGood ? "ok    " : "FAILED"} ${name.padEnd(13)}${String(seconds).padStart(5)} s`);
  if (isGood) continue;
  console.log(`       repeat: ${command}`);
  if (failedFiles.length > 0) console.log(`       or just: ${command} -- ${failedFiles.join(" ")}`);
}
const sum = (count) => results.reduce((total, result) => total + count(result), 0);
const failed = sum(({ failed }) => failed);
console.log(`${sum(({ passed }) => passed)} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);

function runPart([name, command]) {
  console.log(`\n> ${name}: ${command}`);
  const report = join(reports, `${name.replace(":", "-")}.json`);
  const isTest = name.startsWith("test");
  const reporters = isTest ? ` -- --reporter=default --reporter=json --outputFile.json=${report}` : "";
  const startedAt = performance.now();
  const { status } = spawnSync(command + reporters, { shell: true, stdio: "inherit" });
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const isGood = status === 0;
  const tests = isTest ? readReport(report) : { passed: 0, failed: 0, failedFiles: [] };
  // A part that failed without a failed test has failed all the same, such as a file that cannot be loaded.
  return { name, command, seconds, isGood, ...tests, failed: isGood ? 0 : Math.max(tests.failed, 1) };
}

function readReport(file) {
  try {
    const report = JSON.parse(readFileSync(file, "utf8"));
    const failedFiles = report.testResults.filter(({ status }) => status === "failed");
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      failedFiles: failedFiles.map((result) => result.name.replace(`${process.cwd()}/`, "")),
    };
  } catch {
    return { passed: 0, failed: 0, failedFiles: [] };
  }
}
