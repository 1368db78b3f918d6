import { describe, expect, it } from "vitest";
import { bindQuery, describeQuery, parseNamedQuery, readQueryValues } from "../../src/query/named-queries.ts";

const FILE = `-- Who does something,
-- newest first.
-- :title text  words within the title
-- :at_least number = 2  how many times
-- :place text = ""  where
select ':' as colon, now()::date from people
where title = :title and times >= :at_least and (:place = '' or place = :place)
limit :limit
`;
const query = parseNamedQuery("doing", FILE);

describe("a file with a query", () => {
  it("declares its purpose, its parameters and their places in the SQL", () => {
    expect(query).toEqual({
      name: "doing",
      about: "Who does something, newest first.",
      parameters: [
        { name: "title", kind: "text", defaultValue: null, about: "words within the title" },
        { name: "at_least", kind: "number", defaultValue: "2", about: "how many times" },
        { name: "place", kind: "text", defaultValue: "", about: "where" },
      ],
      sql: `select ':' as colon, now()::date from people
where title = $1::text and times >= $2::numeric and ($3::text = '' or place = $3::text)
limit $4::bigint`,
      isLimited: true,
    });
  });

  it.each([
    ["without a word on what it answers", ":days integer = 1  days\n", "select :days"],
    ["with a parameter of no known kind", "About.\n-- :days week = 1  weeks\n", "select :days"],
    ["with a parameter that is not explained", "About.\n-- :days integer = 1\n", "select :days"],
    ["with a parameter that the SQL does not use", "About.\n-- :days integer = 1  days\n", "select 1"],
    ["that uses what the header does not name", "About.\n", "select :days"],
    ["without SQL", "About.\n", ""],
  ])("is refused %s", (_, header, sql) => {
    expect(() => parseNamedQuery("wrong", `-- ${header}${sql}`)).toThrow();
  });

  it("is described for people", () => {
    expect(describeQuery(query)).toBe(`doing: Who does something, newest first.
  --title <text>       words within the title; required
  --at-least <number>  how many times; default 2
  --place <text>       where
`);
  });
});

describe("the values of a query", () => {
  it.each([
    [["--title", "Product manager", "--at-least=3"], []],
    [["--title=Product manager"], ["at_least=3"]],
    [[], ["title=Product manager", "at_least=3"]],
  ])("are read from %j and %j", (words, pairs) => {
    expect(bindQuery(query, readQueryValues(words, pairs), 200)).toEqual({
      sql: query.sql,
      parameters: ["Product manager", "3", "", "200"],
    });
  });

  it("keep what looks like an option or holds an equals sign", () => {
    expect([...readQueryValues(["--title", "--lead=x", "--place", "-a=b"], [])]).toEqual([
      ["title", "--lead=x"],
      ["place", "-a=b"],
    ]);
  });

  it("include all rows by default", () => {
    expect(bindQuery(query, new Map([["title", "x"]]), null).parameters.at(-1)).toBe("9223372036854775807");
  });

  it.each([
    [["--place", "Paris"], "the query doing needs --title … (words within the title)"],
    [["--title", "x", "--at-least", "two"], "--at-least of the query doing takes a number, found two"],
    [
      ["--title", "x", "--tittle", "y"],
      "the query doing has no parameter --tittle; did you mean --title? It takes: --title, --at-least, --place",
    ],
    [["--title"], "--title needs a value"],
    [["Designer"], "expected --parameter value, found Designer"],
  ])("%j are refused in words", (words, problem) => {
    expect(() => bindQuery(query, readQueryValues(words, []), null)).toThrow(problem);
  });

  it("are refused if --param has no name", () => {
    expect(() => readQueryValues([], ["Designer"])).toThrow("--param takes name=value, found Designer");
  });
});
