import type { Command } from "commander";

/** Examples of commands whose own file has none, by their full name; each is a whole line that can be typed. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  status: ["sourcing status"],
  demo: ["sourcing demo"],
  console: ["sourcing console --open", "sourcing console --demo --port 0"],
  "specs check": [
    "sourcing specs check specs.csv",
    "sourcing specs check specs.xlsx --sheet Searches --json",
  ],
  "specs import": [
    "sourcing specs import specs.csv --errors mend.csv",
    "sourcing specs import - < specs.csv",
  ],
  "specs list": ["sourcing specs list", "sourcing specs list --json"],
  "specs show": ["sourcing specs show paris-vp-product"],
  "specs enable": ["sourcing specs enable paris-vp-product"],
  "specs disable": ["sourcing specs disable paris-vp-product lyon-cto"],
  "specs export": ["sourcing specs export > specs.csv"],
  "specs template": ["sourcing specs template > specs.csv", "sourcing specs template --help-columns"],
  plan: ["sourcing plan specs.csv --budget 500", "sourcing plan --schedule nightly"],
  run: ["sourcing run specs.csv --budget 500", "sourcing run --tag product --budget 200 --detach"],
  resume: ["sourcing resume", "sourcing resume 12 --budget 1000"],
  cancel: ["sourcing cancel 12"],
  runs: ["sourcing runs", "sourcing runs last --json"],
  worker: ["sourcing worker"],
  hold: ["sourcing hold"],
  release: ["sourcing release"],
  "schedule set": ['sourcing schedule set nightly --cron "0 2 * * *" --tz Europe/Paris --all --budget 500'],
  "schedule skip": ["sourcing schedule skip nightly --at 2026-12-24T02:00"],
  "schedule shift": ["sourcing schedule shift nightly --at 2026-12-24T02:00 --to 2026-12-24T22:00"],
  "schedule restore": ["sourcing schedule restore nightly --at 2026-12-24T02:00"],
  "schedule list": ["sourcing schedule list"],
  "schedule remove": ["sourcing schedule remove nightly"],
  "schedule run-now": ["sourcing schedule run-now nightly --detach"],
  query: [
    'sourcing query "select full_name, current_title from candidates" --limit 20',
    "sourcing query new-this-week --format csv --out new.csv",
    'sourcing query "select * from candidates limit 1" -x',
  ],
  schema: ["sourcing schema", "sourcing schema candidates"],
  queries: ["sourcing queries"],
  "queries save": ['sourcing queries save managers "select full_name from candidates" --about "Everybody."'],
  credits: ["sourcing credits --by owner", "sourcing credits --suspense"],
  "credits settle": [
    "sourcing credits settle 812 --charged 0",
    "sourcing credits settle --run 12 --charged 25",
  ],
  "credits prices": ["sourcing credits prices"],
  "db migrate": ["sourcing db migrate"],
  "db status": ["sourcing db status"],
  "db serve": ["sourcing db serve --port 5433"],
  "db url": ["sourcing db url --role reader"],
  "db psql": ["sourcing db psql --role reader"],
  "db roles": ["sourcing db roles --create"],
  "db copy": ["sourcing db copy --to postgres://owner@db.example/sourcing"],
  export: [
    "sourcing export --since 7d --out week.csv",
    "sourcing export --new --to ats --for greenhouse --out people.csv",
  ],
  exports: ["sourcing exports"],
  "exports undo": ["sourcing exports undo 3"],
  person: ["sourcing person jane@example.com", 'sourcing person "Jane Doe" --json'],
  forget: ["sourcing forget jane@example.com --preview"],
  retention: ["sourcing retention --dry-run"],
  audit: ["sourcing audit --limit 20"],
  notices: ["sourcing notices --due --csv --out due.csv"],
  "notices sent": ["sourcing notices sent --file due.csv"],
  "notices undo": ["sourcing notices undo"],
  reparse: ["sourcing reparse"],
  doctor: ["sourcing doctor"],
  simulate: ["sourcing simulate --port 4010 --people 5000"],
};

/** Ends the help of this command and of each below it with examples. @param path the full name of the command */
export function addExamples(command: Command, path: readonly string[] = []): void {
  const examples = EXAMPLES[path.join(" ")];
  if (examples !== undefined)
    command.addHelpText("after", `\nExamples:\n${examples.map((line) => `  ${line}`).join("\n")}`);
  for (const child of command.commands) addExamples(child, [...path, child.name()]);
}
