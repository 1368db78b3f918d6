import { describe, expect, it } from "vitest";
import { fieldsOf, type SignedIn, withConsole } from "../support/test-console.ts";

const hiddenOf = async (session: SignedIn) => fieldsOf((await session.get("/sql")).body, "/sql/run");
const ask = async (session: SignedIn, fields: Readonly<Record<string, string>>, path = "/sql/run") => {
  const { _form = "" } = await hiddenOf(session);
  return session.post(path, { _form, ...fields });
};

describe("the SQL page", () => {
  it("answers a statement, and shows what the database holds as text, whatever it is", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      const sql = `select '<img src=x onerror=alert(1)>' as "<b>h</b>", 'javascript:alert(1)' as a, 'https://evil.example/x' as b, 'https://www.linkedin.com/in/ada' as c`;
      const { status, body, headers } = await ask(session, { sql });
      expect(status).toBe(200);
      expect(headers["cache-control"]).toBe("no-store");
      expect(body).toContain("&lt;img src=x onerror=alert(1)&gt;");
      expect(body).toContain("&lt;b&gt;h&lt;/b&gt;");
      expect(body).not.toContain("<img");
      expect(body).not.toMatch(/href="(?:javascript|https:\/\/evil)/);
      expect(body).toContain('href="https://www.linkedin.com/in/ada"');
    });
  });

  it("shows 200 rows and says that there are more, and sends all of them as CSV and JSON", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      const sql = "select n, '=' || n as formula from generate_series(1, 1201) as n";
      const { body } = await ask(session, { sql });
      expect(body.match(/<tr>/g)?.length).toBe(201);
      expect(body).toContain("The first 200 rows");
      expect((await ask(session, { sql: "select generate_series(1, 200)" })).body).toContain(">200 rows");
      const csv = await ask(session, { sql }, "/sql/rows/csv");
      expect(csv.headers["content-disposition"]).toBe('attachment; filename="rows.csv"');
      expect([csv.headers["x-content-type-options"], csv.headers["cache-control"]]).toEqual([
        "nosniff",
        "no-store",
      ]);
      const lines = csv.body.trimEnd().split("\n");
      expect([lines.length, lines[1201]]).toEqual([1202, "1201,'=1201"]);
      const json = await ask(session, { sql }, "/sql/rows/json");
      expect(JSON.parse(json.body).at(-1)).toEqual({ n: 1201, formula: "=1201" });
    });
  });

  it("refuses to write, keeps the text of what failed, and says what is wrong with it", async () => {
    await withConsole({}, async ({ signIn, app }) => {
      const session = await signIn();
      for (const [sql, reason] of [
        ["delete from search_specs", "only reads"],
        ["select 1; select 2", "cannot insert multiple commands"],
        ["commit;", "returns no rows"],
        ["select pg_read_file('/etc/passwd')", "permission denied"],
        ["select * from contacts", "contacts are read with --contacts"],
        ["select sql from saved_query_versions", "permission denied"],
        ["select\n  nothing_of_this", "line 2, column 3"],
      ] as const) {
        const { status, body } = await ask(session, { sql: sql.replaceAll("\n", "\r\n") });
        expect([sql, status, body.includes(reason)]).toEqual([sql, 200, true]);
        expect(body).toContain(sql.replaceAll("'", "&#39;"));
        const file = await ask(session, { sql }, "/sql/rows/csv");
        expect([sql, file.status]).toEqual([sql, 422]);
        expect(file.headers["content-disposition"]).toBeUndefined();
      }
      expect((await ask(session, { sql: "select '\0'" })).status).toBe(422);
      expect((await app.audit.read(null)).length).toBe(0);
    });
  });

  it("breaks a file off that fails in the middle, so that nobody takes it for the whole", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      const sql = "select 1 / (5000 - n) from generate_series(1, 9000) as n";
      await expect(ask(session, { sql }, "/sql/rows/csv")).rejects.toThrow("aborted");
      expect((await ask(session, { sql: "select 42 as still_here" })).body).toContain("still_here");
    });
  });

  it("reads contacts where they are asked for and the session may, and the audit keeps who asked", async () => {
    await withConsole({}, async ({ signIn, app }) => {
      const session = await signIn();
      const sql = "select count(*) as held from contacts";
      expect((await ask(session, { sql, contacts: "on" })).body).toContain("With contacts");
      await ask(session, { sql, contacts: "on" }, "/sql/rows/json");
      await ask(session, { name: "missing-email", contacts: "on" });
      const lines = await app.audit.read(null);
      expect(lines.map(({ actor, command, subject }) => [actor, command, subject])).toEqual([
        ["tester@host", "query", "missing-email"],
        ["tester@host", "query", expect.stringMatching(/^SQL [0-9a-f]{12}$/)],
        ["tester@host", "query", expect.stringMatching(/^SQL [0-9a-f]{12}$/)],
      ]);
    });
    await withConsole({ scopes: ["read"] }, async ({ signIn, app }) => {
      const session = await signIn();
      expect((await session.get("/sql")).body).not.toContain('name="contacts"');
      const sql = "select 1";
      for (const path of ["/sql/run", "/sql/rows/csv", "/sql/rows/json"])
        expect([path, (await ask(session, { sql, contacts: "on" }, path)).status]).toEqual([path, 403]);
      expect(await app.audit.read(null)).toEqual([]);
    });
  });

  it("answers queries that ship with it, by a form with their parameters", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      const { body } = await session.get("/sql");
      expect(body).toContain('name="p_days"');
      expect((await ask(session, { name: "stale", p_days: "" })).body).toContain("No row matches");
      const wrong = await ask(session, { name: "stale", p_days: 'many"><script>' });
      expect(wrong.body).toContain("takes a whole number");
      expect(wrong.body).toContain("many&quot;&gt;&lt;script&gt;");
      expect((await ask(session, { name: "no-such" })).body).toContain("there is no query no-such");
      const twin = JSON.parse((await session.get("/sql.json")).body);
      expect(twin.named.map(({ name }: { name: string }) => name)).toContain("stale");
    });
  });

  it("runs nothing by a link or without the token of its session", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      for (const path of ["/sql/run", "/sql/rows/csv", "/sql/rows/json", "/sql/save"]) {
        expect([path, (await session.post(path, { sql: "select 1" })).status]).toEqual([path, 403]);
        expect([path, (await session.get(`${path}?sql=select+1`)).status]).not.toEqual([path, 200]);
      }
      const foreign = await session.post("/sql/run", await hiddenOf(session), {
        origin: "http://evil.example",
        "sec-fetch-site": "cross-site",
      });
      expect(foreign.status).toBe(403);
    });
  });

  it("answers six queries at once and no more, so that workers keep their connections", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      const { _form = "" } = await hiddenOf(session);
      const all = await Promise.all(
        Array.from({ length: 8 }, () => session.post("/sql/run", { _form, sql: "select pg_sleep(1)" })),
      );
      const statuses = all.map(({ status }) => status).sort();
      expect(statuses).toEqual([200, 200, 200, 200, 200, 200, 429, 429]);
    });
  });
});

describe("a saved query", () => {
  it("has a link that shows it and runs nothing, a history, and a twin", async () => {
    await withConsole({}, async ({ signIn, app }) => {
      const session = await signIn();
      const saved = await ask(session, { sql: "select 'first' || 1", title: "</h1> Mine" }, "/sql/save");
      const link = String(saved.headers.location);
      expect(link).toMatch(/^\/sql\/[0-9a-f]{16}$/);
      const query = link.slice("/sql/".length);
      await ask(session, { sql: "select 'second' || 2", title: "Ours", query }, "/sql/save");
      const other = await signIn();
      const { body } = await other.get(link);
      expect(body).toContain("Nothing was run: read it, then run it.");
      expect(body).toContain("select &#39;second&#39; || 2");
      expect(body).not.toContain('<table><caption class="hidden">Rows');
      expect((await other.get(`${link}?version=1`)).body).toContain("which is not the newest");
      const twin = JSON.parse((await other.get(`${link}.json`)).body);
      expect(twin).toMatchObject({
        title: "Ours",
        version: 2,
        sql: "select 'second' || 2",
        savedBy: "tester@host",
      });
      expect(twin.history.map(({ version }: { version: number }) => version)).toEqual([2, 1]);
      expect((await session.get("/sql")).body).toContain(`href="${link}">Ours`);
      const many = await Promise.all(
        Array.from({ length: 5 }, () =>
          app.queries.save({ query, title: "Ours", sql: "select 3", savedBy: "a" }),
        ),
      );
      expect(many.map((one) => one?.version).sort()).toEqual([3, 4, 5, 6, 7]);
    });
  });

  it("is not saved without a title or a text, and deleted by a session that may change things", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      expect((await ask(session, { sql: "select 1", title: " " }, "/sql/save")).status).toBe(422);
      expect((await ask(session, { sql: " ", title: "Empty" }, "/sql/save")).status).toBe(422);
      const none = { sql: "select 1", title: "Gone", query: "0123456789abcdef" };
      expect((await ask(session, none, "/sql/save")).status).toBe(404);
      const saved = await ask(session, { sql: "select 1", title: "Mine" }, "/sql/save");
      const link = String(saved.headers.location);
      expect((await session.send(link, `${link}/delete`)).headers.location).toBe("/sql");
      expect((await session.get(link)).status).toBe(404);
      expect((await session.get("/sql/catalogue")).status).toBe(422);
    });
    await withConsole({ scopes: ["read", "contacts"] }, async ({ signIn, app }) => {
      const session = await signIn();
      const saved = await ask(session, { sql: "select 1", title: "Mine" }, "/sql/save");
      const link = String(saved.headers.location);
      const { _form = "" } = await hiddenOf(session);
      expect((await session.get(link)).body).not.toContain("/delete");
      expect((await session.post(`${link}/delete`, { _form })).status).toBe(403);
      expect((await app.queries.list(9)).length).toBe(1);
    });
  });
});

describe("the catalog of the SQL page", () => {
  it("names what queries may read, with its comments, and nothing else", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      const { relations } = JSON.parse((await session.get("/sql/catalog.json")).body);
      const names: string[] = relations.map(({ name }: { name: string }) => name);
      expect(names).toEqual(expect.arrayContaining(["candidates", "profiles", "calls"]));
      for (const hidden of ["contacts", "saved_queries", "audit", "role_secrets"])
        expect(names).not.toContain(hidden);
      expect(names.indexOf("candidates")).toBeLessThan(names.indexOf("calls"));
      for (const { name, columns } of relations)
        for (const { name: column, about } of columns)
          expect([name, column, about]).not.toEqual([name, column, ""]);
      const versions = relations.find(({ name }: { name: string }) => name === "profile_versions");
      expect(JSON.stringify(versions)).not.toContain('"raw"');
      expect((await session.get("/sql/catalog")).body).toContain('id="candidates"');
    });
  });
});
