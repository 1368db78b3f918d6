import type { z } from "zod";
import type { SpecProblem } from "../values/errors.ts";
import { quoteValue } from "../values/text.ts";
import { type SpecColumn, specColumn, toColumnName } from "./spec-columns.ts";

type Issue = z.core.$ZodIssue;

/** Turns issues of zod into problems that the author of a spec can fix. Issues must carry their input. */
export function toSpecProblems(issues: readonly Issue[]): SpecProblem[] {
  return issues.flatMap((issue) =>
    issue.code === "unrecognized_keys" ? unknownNames(issue) : [toProblem(issue)],
  );
}

function unknownNames(issue: Extract<Issue, { code: "unrecognized_keys" }>): SpecProblem[] {
  return issue.keys.map((key) => ({
    column: quoteValue(key).slice(1, -1),
    found: "an unknown name",
    expected: "a parameter of the search or a setting of ours",
    fix:
      key === "page"
        ? "leave it out: pages are bought one after the other"
        : "correct its spelling or leave it out: a search without a filter that you meant buys people whom you do not want",
  }));
}

function toProblem(issue: Issue): SpecProblem {
  const name = columnOf(issue.path);
  const column = specColumn(name);
  const given = issue.code === "custom" ? (issue.params ?? {}) : {};
  const word = (key: string, otherwise: string): string =>
    typeof given[key] === "string" ? given[key] : otherwise;
  return {
    column: name,
    found: word("found", foundIn(issue)),
    expected: word(
      "expected",
      column?.expected ??
        (name === "search" ? "the parameters of a search" : "an object with spec and search"),
    ),
    fix: word("fix", column === undefined ? "write an object" : fixFor(issue, column)),
  };
}

/** The name of the innermost known column: `search` itself if the whole search is wrong. */
function columnOf(path: readonly PropertyKey[]): string {
  const [first, second] = path;
  if (first === undefined) return "spec";
  return first === "search" && second !== undefined ? String(second) : toColumnName(String(first));
}

function foundIn(issue: Issue): string {
  const input = issue.input;
  if (input === undefined || input === null || input === "") return "nothing";
  if (issue.code === "too_big" && Array.isArray(input)) return `${input.length} values`;
  if (issue.code === "too_big" && typeof input === "string")
    return `${quoteValue(input)} (${input.length} characters)`;
  return quoteValue(input);
}

function fixFor(issue: Issue, column: SpecColumn): string {
  if (column.name === "spec") return slugFix(issue.input);
  if (issue.code === "too_small") return `write ${issue.minimum} or more`;
  if (issue.code === "too_big") return tooBigFix(issue, column);
  if (column.options.length > 0) return `write ${column.options.map((option) => `"${option}"`).join(" or ")}`;
  if (column.kind === "boolean") return "write true or false, or leave the cell empty";
  if (column.kind === "object list") return `write it as in ${column.example}`;
  return `write it as in ${quoteValue(column.example)}, or leave the cell empty`;
}

function tooBigFix(issue: Extract<Issue, { code: "too_big" }>, column: SpecColumn): string {
  if (issue.origin === "array") return `keep ${issue.maximum} or split the search into several specs`;
  if (issue.origin === "string") return `shorten it to ${issue.maximum} characters`;
  return column.kind === "integer" ? `write ${issue.maximum} or less` : "write less";
}

/** Offers the slug that the author most likely meant. */
function slugFix(input: unknown): string {
  const slug = typeof input === "string" ? toSlug(input) : "";
  return slug === "" ? 'write a name such as "paris-vp-product"' : `write "${slug}"`;
}

function toSlug(text: string): string {
  const ascii = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return ascii
    .replace(/[^a-z0-9_]+/gu, "-")
    .replace(/[-_]{2,}/gu, "-")
    .slice(0, 64)
    .replace(/^[-_]+|[-_]+$/gu, "");
}
