import { z } from "zod";
import { failureJson, JSON_OUTPUTS, type JsonOutput } from "../src/cli/json/json-outputs.ts";

const HEAD = `# What \`--json\` prints

A command with \`--json\` prints one JSON value on stdout, in one line or indented, and nothing else; what it tells people goes to stderr. Every
field is there in every answer, unless it is marked as optional; fields may be added. Moments are in UTC, such as \`2026-03-02T01:00:00.000Z\`. This
page is made from the schemas in \`src/cli/json/\` by \`npm run docs:json\`, and the tests read what the commands print with the same schemas.

## A command without a result

Whatever ends the command before it has a result, it prints this object: a wrong option, a missing key, a database that is away, Ctrl-C.
The exit code says the rest: see \`docs/errors.md\`. \`nothing_to_resume\` and \`declined\` end with 0. A run that Ctrl-C stops while it buys prints
its own result.
`;

/** What is used of a JSON Schema. */
const nodeSchema = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  additionalProperties: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  format: z.string().optional(),
});
type Node = z.infer<typeof nodeSchema>;

interface Field {
  readonly path: string;
  readonly type: string;
  readonly means: string;
}

/** The whole of docs/json.md. */
export function describeJson(): string {
  const failure = renderFields(fieldsOf(toNode(failureJson), ""));
  return `${[`${HEAD}\n${failure}`, ...JSON_OUTPUTS.map(describeOutput)].join("\n")}`;
}

function describeOutput({ commands, schema }: JsonOutput): string {
  const node = toNode(schema);
  const isList = node.type === "array";
  const root = isList ? nodeSchema.parse(node.items) : node;
  const what =
    node.description === undefined ? "" : `${isList ? "An array" : "An object"}: ${node.description}.\n\n`;
  const title = commands.map(
    (command) => `\`${command.split(",")[0]}\`${command.includes(",") ? `,${command.split(",")[1]}` : ""}`,
  );
  return `## ${title.join(" · ")}\n\n${what}${renderFields(fieldsOf(root, ""))}`;
}

function toNode(schema: z.ZodType): Node {
  return nodeSchema.parse(z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }));
}

/** Every field under a node, in order, with its path: `specs[].spec`. */
function fieldsOf(node: Node, path: string): Field[] {
  const required = new Set(node.required ?? []);
  return Object.entries(node.properties ?? {}).flatMap(([name, value]) => {
    const child = nodeSchema.parse(value);
    const own = path === "" ? name : `${path}.${name}`;
    const optional = required.has(name) ? "" : "optional; ";
    const field = { path: own, type: typeOf(child), means: `${optional}${child.description ?? ""}` };
    const [inner, mark] = innerOf(child);
    return [field, ...(inner === null ? [] : fieldsOf(inner, `${own}${mark}`))];
  });
}

/** The object inside of a field, and how its path goes on. */
function innerOf(node: Node): [Node | null, string] {
  const choices = (node.anyOf ?? []).map((choice) => nodeSchema.parse(choice));
  const found = [node, ...choices].find(({ properties }) => properties !== undefined);
  if (found !== undefined) return [found, ""];
  if (node.items !== undefined) return [innerOf(nodeSchema.parse(node.items))[0], "[]"];
  const values = nodeSchema.safeParse(node.additionalProperties);
  if (!values.success) return [null, ""];
  const [inner, mark] = innerOf(values.data);
  return [inner, `.*${mark}`];
}

function typeOf(node: Node): string {
  const choices = [...(node.anyOf ?? []), ...(node.oneOf ?? [])].map((choice) =>
    typeOf(nodeSchema.parse(choice)),
  );
  if (choices.length > 0) return [...new Set(choices)].join(" or ");
  if (node.enum !== undefined) return node.enum.map((value) => `\`${value}\``).join(", ");
  if (node.const !== undefined) return `\`${node.const}\``;
  if (node.format === "date-time") return "moment";
  if (node.items !== undefined) return `array of ${pluralOf(typeOf(nodeSchema.parse(node.items)))}`;
  return [node.type ?? "any"].flat().join(" or ");
}

function pluralOf(type: string): string {
  return /^[a-z]+$/.test(type) && type !== "any" ? `${type}s` : type;
}

/** A table whose columns are padded, as the formatter of the repository wants it. */
function renderFields(fields: readonly Field[]): string {
  const body = fields.map(({ path, type, means }) => [`\`${path}\``, type, means]);
  const rows = [["field", "type", "means"], ...body].map((row) =>
    row.map((cell) => cell.replaceAll("|", "\\|")),
  );
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const toLine = (row: readonly string[], fill = " ") =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0, fill)).join(" | ")} |`;
  const [head = [], ...rest] = rows;
  return `${[toLine(head), toLine(["", "", ""], "-"), ...rest.map((row) => toLine(row))].join("\n")}\n`;
}
