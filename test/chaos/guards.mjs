// The guards of money and people, each with the change that takes it away. A guard is named by its function or constant,
// never by its text, so that rewording the code leaves the list as it is; renaming it makes test/guards.test.ts fail.

/**
 * What is done in `file`, to the function or constant `symbol`:
 * - `body`: the function gets this body;
 * - `call` and `put`: within it, the first call of that name becomes this expression;
 * - `constant` and `put`: within it, that constant becomes this expression;
 * - `put` alone: the constant itself becomes this expression.
 */
export const GUARDS = [
  {
    guard: "the figures of a group: each call that is opened counts for the next one",
    file: "src/runs/walk/store/calls/call-state.ts",
    symbol: "withOpened",
    body: "return row;",
    tests: ["test/runs/walk/store/ledger-groups.test.ts"],
  },
  {
    guard: "the order of a walk: the page after one that is not recorded is not opened",
    file: "src/runs/walk/store/calls/call-state.ts",
    symbol: "IS_RECORDED",
    put: "sql`true`",
    tests: ["test/runs/walk/store/ledger-groups.test.ts"],
  },
  {
    guard: "the order of a pass: a page is not applied before an earlier one that is recorded",
    file: "src/runs/walk/store/recorded-calls.ts",
    symbol: "HAS_EARLIER",
    put: "sql`false`",
    tests: ["test/runs/walk/store/page-groups.test.ts"],
  },
  {
    guard: "a person on two pages that wait: the second page is planned by what the first has stored",
    file: "src/runs/walk/store/page-groups.ts",
    symbol: "isApart",
    body: "return false;",
    tests: ["test/runs/walk/store/page-groups.test.ts"],
  },
  {
    guard: "a poisoned member harms no other: after a group has failed each is tried alone",
    file: "src/values/group-work.ts",
    symbol: "performEach",
    body: "for (const entry of group) entry.reject(new RangeError('poisoned')); return [];",
    tests: ["test/values/group-work.test.ts"],
  },
  {
    guard: "the balances of a group: those that came after the newest call's count too",
    file: "src/runs/walk/store/newest-balance.ts",
    symbol: "summarize",
    constant: "isNewest",
    put: "true",
    tests: ["test/runs/walk/store/ledger-groups.test.ts"],
  },
  {
    guard: "the fence: only the holder of a lease opens calls of its walk and stores its pages",
    file: "src/runs/walk/store/lease.ts",
    symbol: "isHeldByRow",
    body: `return sql\`walks.id = \${arguments[0]}.walk_id and walks.status in ('waiting', 'walking')\`;`,
    tests: ["test/runs/walk/lease.test.ts", "test/runs/walk/walk-slice.test.ts"],
  },
  {
    guard: "the suspense posting: a call that may have been charged stays booked",
    file: "src/credits/store/suspend-call.ts",
    symbol: "suspendCall",
    call: "postCredits",
    put: 'postCredits(tx, callId, { from: callBookingOf(call), to: { account: "spent", credits: 0 }, only })',
    tests: ["test/runs/walk/walk-limits.test.ts"],
  },
  {
    guard: "the suppression check: people who asked to be forgotten are not stored",
    file: "src/runs/walk/store/apply-page.ts",
    symbol: "findSuppressedOn",
    call: "findSuppressedEntries",
    put: "findSuppressedEntries(tx, secret, [])",
    tests: ["test/people/store/suppressed.test.ts"],
  },
  {
    guard:
      "the lock of erasures: a page is stored before or after a person on it is forgotten, never meanwhile",
    file: "src/runs/walk/store/apply-page.ts",
    symbol: "applyPages",
    call: "lockErasure",
    put: "Promise.resolve()",
    tests: ["test/privacy/forget.test.ts"],
  },
  {
    guard: "retention goes by the date of first collection, not by the last change",
    file: "src/privacy/store/delete-expired.ts",
    symbol: "expiredPeople",
    call: "isOlderThan",
    put: "isOlderThan(sql`last_changed_at`, people)",
    tests: ["test/privacy/retention.test.ts"],
  },
  {
    guard: "the dedupe within a page: a person shown twice is one person",
    file: "src/people/page-plan.ts",
    symbol: "groupById",
    body: "return new Map(shown.map((entry) => [entry.profile.profileId + String(entry.position), [entry]]));",
    tests: ["test/people/store/malformed-pages.test.ts"],
  },
  {
    guard: "the lock of the ledger: limits are decided one call at a time",
    file: "src/database/lock-ledger.ts",
    symbol: "LOCK",
    put: 'sql`select held, moved_to as "movedTo" from ledger_state where id`',
    tests: ["test/runs/walk/store/open-call.test.ts"],
  },
  {
    guard: "a call that was booked otherwise meanwhile is not settled by what was seen before",
    file: "src/runs/walk/store/record-answer.ts",
    symbol: "IS_AS_SEEN",
    put: "sql`calls.id = a.id`",
    tests: ["test/runs/walk/store/record-answer.test.ts"],
  },
  {
    guard: "a transaction that releases its locks early waits for the disk before it counts",
    file: "src/database/make-transaction.ts",
    symbol: "COMMIT_THEN_FLUSH",
    put: '"commit; select 1"',
    tests: ["test/database/database.test.ts"],
  },
  {
    guard: "two pages without new people end a pass",
    file: "src/runs/walk/next-step.ts",
    symbol: "PAGES_WITHOUT_PROGRESS",
    put: "2_000",
    tests: ["test/runs/walk/walk-pages.test.ts"],
  },
  {
    guard: "a page that may have been charged is bought again once by itself, not for ever",
    file: "src/runs/walk/next-step.ts",
    symbol: "mayBuyAgain",
    body: "return true;",
    tests: ["test/runs/walk/walk-limits.test.ts"],
  },
  {
    guard: "a recorded page is applied before its search buys or ends, whichever process recorded it",
    file: "src/runs/walk/store/calls/call-state.ts",
    symbol: "UNAPPLIED",
    put: "sql`0::bigint`",
    tests: ["test/runs/walk/store/late-answers.test.ts"],
  },
  {
    guard: "pages of suppressed people alone are neither progress nor the lack of it",
    file: "src/runs/walk/next-step.ts",
    symbol: "advancePosition",
    constant: "showsSuppressedOnly",
    put: "false",
    tests: ["test/runs/walk/walk-pages.test.ts"],
  },
  {
    guard: "a page that the balance cut short does not count as read",
    file: "src/runs/walk/cut-page.ts",
    symbol: "isCutShort",
    body: "return false;",
    tests: ["test/runs/walk/cut-pages.test.ts"],
  },
  {
    guard: "a page that is refused fails no search whose page 1 the API gave",
    file: "src/runs/walk/purchase-errors.ts",
    symbol: "toPageError",
    body: "return error;",
    tests: ["test/runs/walk/refused-pages.test.ts"],
  },
  {
    guard: "the price rise: where the room left is short beside what is in flight, calls go one at a time",
    file: "src/credits/limits.ts",
    symbol: "fitsBesideOthers",
    body: "return arguments[1].reserved + price <= arguments[1].limit - arguments[1].spent - arguments[1].suspense;",
    tests: ["test/credits/price-rise.test.ts"],
  },
  {
    guard: "the risen price: open reserves count at the new price of their class at once",
    file: "src/runs/walk/store/keys/key-state.ts",
    symbol: "WORST_PRICE_IN_FLIGHT",
    put: "sql`calls.reserved_credits`",
    tests: ["test/credits/store/key-state.test.ts", "test/runs/walk/price-rise.test.ts"],
  },
  {
    guard: "the answer that is not understood: it stays in suspense and is not settled at 0",
    file: "src/people/search-page.ts",
    symbol: "tellsPrice",
    body: "return arguments[0] !== null;",
    tests: ["test/runs/walk/answers-not-understood.test.ts"],
  },
  {
    guard: "the forms of a name: a LinkedIn name is found in every way to write it",
    file: "src/people/identity/linkedin-slug.ts",
    symbol: "normaliseSlug",
    body: "return part;",
    tests: ["test/people/identity/identity-forms.test.ts"],
  },
  {
    guard: "the forms of an address: an e-mail address is found in every way to write it",
    file: "src/people/identity/email-address.ts",
    symbol: "toEmailKey",
    body: "return arguments[0];",
    tests: ["test/people/identity/identity-forms.test.ts"],
  },
  {
    guard: "a scheduled firing happens once under its name",
    file: "src/runs/schedules/store/fire-schedule.ts",
    symbol: "wasFired",
    body: "return false;",
    tests: ["test/runs/schedules/fire-due.test.ts"],
  },
  {
    guard: "a paid answer goes to the disk while the database is away",
    file: "src/runs/walk/keep-paid-answer.ts",
    symbol: "isKeptNow",
    call: "room.keep",
    put: "Promise.reject(answer)",
    tests: ["test/runs/walk/database-link-faults.test.ts"],
  },
  {
    guard: "a call whose opening was not confirmed is voided",
    file: "src/runs/walk/buy-page.ts",
    symbol: "openCall",
    constant: "cancelReservation",
    put: "async () => {}",
    tests: ["test/runs/walk/database-link-faults.test.ts"],
  },
  {
    guard: "a process that was frozen while a call was opened does not send it",
    file: "src/runs/walk/buy-page.ts",
    symbol: "MOST_OPENING_MS",
    put: "Number.POSITIVE_INFINITY",
    tests: ["test/runs/walk/walk-slice.test.ts"],
  },
  {
    guard: "a store that was moved spends nothing",
    file: "src/database/lock-ledger.ts",
    symbol: "lockLedger",
    body: "const { held } = await tx.row(stateRow, LOCK); return { held };",
    tests: ["test/database/copy/copy-database.test.ts"],
  },
  {
    guard: "profiles that could not be read come back without those of people who asked to be forgotten",
    file: "src/people/store/retry-rejected.ts",
    symbol: "retryCall",
    call: "suppressed.has",
    put: "Boolean(position < 0)",
    tests: ["test/people/store/rejected.test.ts"],
  },
];

/**
 * The source without the guard.
 * @throws where the file has no such function, constant or call
 */
export function takeAway(source, { file, symbol, body, call, constant, put }) {
  const range = declarationOf(source, symbol, file);
  const text = source.slice(...range);
  const without = () => {
    if (body !== undefined) return `${text.slice(0, bodyStart(text, symbol, file))}{ ${body} }`;
    if (call !== undefined) return replaceCall(text, call, put, `${file}, ${symbol}`);
    if (constant === undefined) return replaceConstant(text, put);
    const [from, to] = declarationOf(text, constant, `${file}, ${symbol}`);
    return text.slice(0, from) + replaceConstant(text.slice(from, to), put) + text.slice(to);
  };
  return source.slice(0, range[0]) + without() + source.slice(range[1]);
}

/** Where the declaration of a function or constant begins and ends. */
function declarationOf(source, symbol, place) {
  const found = new RegExp(`\\b(function|const) ${symbol}\\b`).exec(source);
  if (found === null) throw new Error(`${place} declares no ${symbol}`);
  const start = found.index;
  if (found[1] === "const") return [start, skip(source, start, ";")];
  const open = start + bodyStart(source.slice(start), symbol, place);
  return [start, skip(source, open + 1, "}") + 1];
}

/** The brace that opens a function's body: the last one before it at the end of a line, after the parameters. */
function bodyStart(text, symbol, place) {
  const parameters = text.indexOf("(");
  const afterParameters = skip(text, parameters + 1, ")") + 1;
  const brace = /\{$/m.exec(text.slice(afterParameters));
  if (brace === null) throw new Error(`${place}: ${symbol} has no body`);
  return afterParameters + brace.index;
}

function replaceCall(text, name, put, place) {
  const found = new RegExp(`(?<![\\w.])(?<!function )${name.replace(".", "\\.")}\\(`).exec(text);
  if (found === null) throw new Error(`${place} calls no ${name}`);
  const end = skip(text, found.index + found[0].length, ")") + 1;
  return text.slice(0, found.index) + put + text.slice(end);
}

function replaceConstant(text, put) {
  return `${text.slice(0, text.indexOf("=") + 1)} ${put}`;
}

const CLOSING = { "(": ")", "[": "]", "{": "}" };

/** The place of the next `end` from `from` on that stands in no bracket, string, template or comment. */
function skip(text, from, end) {
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === end) return at;
    if (letter in CLOSING) at = skip(text, at + 1, CLOSING[letter]);
    else if (letter === '"' || letter === "'") at = skipString(text, at);
    else if (letter === "`") at = skipTemplate(text, at);
    else if (text.startsWith("//", at)) at = text.indexOf("\n", at);
    else if (text.startsWith("/*", at)) at = text.indexOf("*/", at) + 1;
  }
  throw new Error(`no ${end} ends what begins with: ${text.slice(from, from + 60)}`);
}

function skipString(text, from) {
  let at = from + 1;
  while (text[at] !== text[from]) at += text[at] === "\\" ? 2 : 1;
  return at;
}

function skipTemplate(text, from) {
  let at = from + 1;
  while (text[at] !== "`") {
    if (text[at] === "\\") at += 1;
    else if (text.startsWith("${", at)) at = skip(text, at + 2, "}");
    at += 1;
  }
  return at;
}
