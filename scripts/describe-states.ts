import { type Entity, STATUSES, TRANSITIONS, type Transition } from "../src/runs/transitions.ts";

const TITLES: Readonly<Record<Entity, string>> = {
  run: "Run (`runs.status`)",
  walk: "Walk (`walks.status`)",
  pass: "Pass (`passes.status`)",
  call: "Call (`calls.status`)",
};
const INTRODUCTION = `# Statuses and their changes

Every change of a status that is legal; the source is \`src/runs/transitions.ts\`, from which \`npm run docs:states\` writes this page.
\`test/runs/transitions.test.ts\` compares it with what the SQL does. A change that keeps the status, such as a correction of a settled
call, is not shown. [What went wrong](errors.md) explains the stop reasons.`;

/** The whole of docs/states.md. */
export function describeStates(): string {
  const entities = Object.keys(TITLES) as Entity[];
  return `${[INTRODUCTION, ...entities.map(describeEntity)].join("\n\n")}\n`;
}

function describeEntity(entity: Entity): string {
  const transitions: readonly Transition<Entity>[] = TRANSITIONS[entity];
  const hasReasons = transitions.some(({ reason }) => reason !== undefined);
  const hasExitCodes = transitions.some(({ exitCode }) => exitCode !== undefined);
  const rows = transitions.map(({ from, event, to, reason, exitCode, file }) => [
    from.length === 0 ? "" : quote(from),
    event,
    quote([to]),
    ...(hasReasons ? [reason === undefined ? "" : quote([reason])] : []),
    ...(hasExitCodes ? [exitCode?.toString() ?? ""] : []),
    quote([file]),
  ]);
  const head = [
    "from",
    "event",
    "to",
    ...(hasReasons ? ["stop reason"] : []),
    ...(hasExitCodes ? ["exit code"] : []),
    "SQL",
  ];
  return `## ${TITLES[entity]}\n\n${quote(STATUSES[entity])}\n\n${toTable([head, ...rows])}`;
}

/** Pads the cells as the formatter of this repository does. */
function toTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((name, index) =>
    Math.max(name.length, ...rows.map((row) => row[index]?.length ?? 0)),
  );
  const rule = widths.map((width) => "-".repeat(width));
  return [head, rule, ...rows]
    .map((row) => `| ${row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(" | ")} |`)
    .join("\n");
}

function quote(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}
