// Takes away one guard after the other and demands that the tests notice: a check is worth something only if it can fail.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const GUARDS = [
  {
    guard: "the fence: only who holds a walk opens its calls and stores its pages",
    file: "src/runs/walk/store/lease.ts",
    find: "walks.lease_token = ",
    put: "walks.lease_token >= ",
    tests: ["test/runs/walk/lease.test.ts", "test/runs/walk/walk-slice.test.ts"],
  },
  {
    guard: "the suspense posting: an ambiguous call stays booked",
    file: "src/runs/walk/store/record-failure.ts",
    find: '{ account: "suspense", credits: call.reserved }',
    put: '{ account: "spent", credits: 0 }',
    tests: ["test/runs/walk/walk-limits.test.ts"],
  },
  {
    guard: "the suppression check: people who asked to be forgotten are not stored",
    file: "src/runs/walk/store/apply-page.ts",
    find: "findSuppressed(tx, keys, page.profiles),",
    put: "findSuppressed(tx, keys, []),",
    tests: ["test/people/store/suppressed.test.ts"],
  },
  {
    guard:
      "the lock of erasures: a page is stored before or after somebody on it is forgotten, never meanwhile",
    file: "src/runs/walk/store/apply-page.ts",
    find: 'lockErasure(tx, "shared"),',
    put: "Promise.resolve(lockErasure),",
    tests: ["test/privacy/forget.test.ts"],
  },
  {
    guard: "retention goes by the date of first collection, not by the last sight",
    file: "src/privacy/store/delete-expired.ts",
    find: "isPast(sql`first_seen_at`, people)",
    put: "isPast(sql`last_changed_at`, people)",
    tests: ["test/privacy/retention.test.ts"],
  },
  {
    guard: "the dedupe within a page: somebody shown twice is one person",
    file: "src/people/page-plan.ts",
    find: "else group.push(entry);",
    put: "else groups.set(entry.profile.profileId + String(entry.position), [entry]);",
    tests: ["test/people/store/malformed-pages.test.ts"],
  },
  {
    guard: "the lock of the ledger: limits are decided one call at a time",
    file: "src/database/lock-ledger.ts",
    find: "where id for update",
    put: "where id",
    tests: ["test/runs/walk/store/open-call.test.ts"],
  },
  {
    guard: "a call that was booked otherwise meanwhile is not settled by what was seen before",
    file: "src/runs/walk/store/record-answer.ts",
    find: "calls.status = ",
    put: "calls.status <> '' or '' = ",
    tests: ["test/runs/walk/store/record-answer.test.ts"],
  },
  {
    guard: "what lets go of its locks early is on the disk before it counts",
    file: "src/database/database.ts",
    find: "pg_logical_emit_message(true, '', '')",
    put: "1",
    tests: ["test/database/database.test.ts"],
  },
  {
    guard: "two pages that bring nobody new end a reading",
    file: "src/runs/walk/next-step.ts",
    find: "const PAGES_WITHOUT_PROGRESS = 2;",
    put: "const PAGES_WITHOUT_PROGRESS = 2_000;",
    tests: ["test/runs/walk/walk-pages.test.ts"],
  },
  {
    guard: "an ambiguous page is bought again once by itself, not for ever",
    file: "src/runs/walk/next-step.ts",
    find: "return ambiguousCalls < 2 ||",
    put: "return ambiguousCalls < 20 ||",
    tests: ["test/runs/walk/walk-limits.test.ts"],
  },
  {
    guard: "a night is fired under its name once",
    file: "src/runs/schedules/store/fire-schedule.ts",
    find: "return rows > 0;",
    put: "return rows > 1;",
    tests: ["test/runs/schedules/fire-due.test.ts"],
  },
  {
    guard: "a paid answer goes to the disk while the database is away",
    file: "src/runs/walk/buy-page.ts",
    find: "await spool.keep(kept).then(",
    put: "await Promise.reject(kept).then(",
    tests: ["test/runs/walk/database-link-faults.test.ts"],
  },
  {
    guard: "a call whose opening was not confirmed is voided",
    file: "src/runs/walk/buy-page.ts",
    find: "insist(ports, signals.aborting, () => store.voidCall(lease, attempt));",
    put: "insist(ports, signals.aborting, async () => {});",
    tests: ["test/runs/walk/database-link-faults.test.ts"],
  },
  {
    guard: "who was frozen while a call was opened does not send it",
    file: "src/runs/walk/buy-page.ts",
    find: "now() - askedAt < MOST_OPENING_MS",
    put: "now() >= askedAt - MOST_OPENING_MS",
    tests: ["test/runs/walk/walk-slice.test.ts"],
  },
  {
    guard: "a store that was moved spends nothing",
    file: "src/database/lock-ledger.ts",
    find: "if (state.movedTo !== null) throw movedAway(state.movedTo);",
    put: "",
    tests: ["test/database/copy/copy-database.test.ts"],
  },
  {
    guard: "what was rejected comes back without those who asked to be forgotten",
    file: "src/people/store/retry-rejected.ts",
    find: "!suppressed.has(position)",
    put: "position >= 0",
    tests: ["test/people/store/rejected.test.ts"],
  },
];

const root = new URL("../..", import.meta.url).pathname;
const copy = mkdtempSync(join(tmpdir(), "sourcing-mutations-"));
let survivors = 0;
try {
  for (const name of ["src", "jobs", "test", "migrations", "examples", "docs"])
    cpSync(join(root, name), join(copy, name), { recursive: true });
  for (const name of [
    "package.json",
    "tsconfig.json",
    "tsconfig.build.json",
    "vitest.config.ts",
    ".env.example",
  ])
    cpSync(join(root, name), join(copy, name));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  for (const mutation of GUARDS) {
    const isNoticed = noticesLossOf(mutation);
    if (!isNoticed) survivors += 1;
    console.log(`${isNoticed ? "red, as it must be" : "STILL GREEN       "}  ${mutation.guard}`);
  }
} finally {
  rmSync(copy, { recursive: true, force: true });
}
console.log(
  `${GUARDS.length - survivors} of ${GUARDS.length} guards are missed by the tests when they are gone`,
);
process.exit(survivors === 0 ? 0 : 1);

function noticesLossOf({ file, find, put, tests }) {
  const path = join(copy, file);
  const whole = readFileSync(path, "utf8");
  if (!whole.includes(find)) throw new Error(`${file} has no longer: ${find}`);
  writeFileSync(path, whole.replace(find, put));
  try {
    // What does not compile would be red for another reason.
    if (run("tsc", ["-p", "tsconfig.build.json"]) !== 0)
      throw new Error(`${file} does not compile without: ${find}`);
    // A machine that is busy must not make a test red.
    return run("vitest", ["run", "--testTimeout", "600000", ...tests]) !== 0;
  } finally {
    writeFileSync(path, whole);
  }
}

function run(program, args) {
  return spawnSync(join(root, "node_modules/.bin", program), args, { cwd: copy, stdio: "ignore" }).status;
}
