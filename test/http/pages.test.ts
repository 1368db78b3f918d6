import { describe, expect, it } from "vitest";
import { fieldsOf, type TestConsole, withConsole } from "../support/test-console.ts";

const HOSTILE = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>`;

/** Stores one person of whom every text is hostile. */
async function storeHostile({ database }: TestConsole): Promise<void> {
  await database.db.pool.query(
    `insert into profiles (profile_id, full_name, headline, location, current_title, current_company, summary, linkedin_url, skills)
     values ($1, $2, $2, $2, $2, $2, $2, $3, array[$2])`,
    ["p/1?x=<b>", HOSTILE, "javascript:alert(1)//https://www.linkedin.com/in/x"],
  );
}

describe("pages with people", () => {
  it("escape every text of a profile, and link no address but https of known hosts", async () => {
    await withConsole({}, async (running) => {
      await storeHostile(running);
      const session = await running.signIn();
      for (const path of ["/people", `/people/${encodeURIComponent("p/1?x=<b>")}`]) {
        const { status, body } = await session.get(path);
        expect([path, status]).toEqual([path, 200]);
        expect(body).toContain("&lt;script&gt;alert(1)");
        expect(body).not.toContain("<script>alert");
        expect(body).not.toContain("<img src=x");
        expect(body).not.toMatch(/href="javascript/);
      }
    });
  });

  it("hold no address or number, and neither does their twin", async () => {
    await withConsole({}, async (running) => {
      await storeHostile(running);
      await running.database.db.pool.query(
        "insert into contacts (profile_id, kind, value) values ($1, 'email', 'secret@example.org')",
        ["p/1?x=<b>"],
      );
      const session = await running.signIn();
      const id = encodeURIComponent("p/1?x=<b>");
      for (const path of ["/people", "/people.json", `/people/${id}`, `/people/${id}.json`])
        expect((await session.get(path)).body).not.toContain("secret@example.org");
    });
  });

  it("show contacts by a form alone, to a session that may, and leave a row in the audit", async () => {
    const id = "someone";
    const store = async ({ database }: TestConsole) => {
      await database.db.pool.query("insert into profiles (profile_id, full_name) values ($1, 'Ada')", [id]);
      await database.db.pool.query(
        "insert into contacts (profile_id, kind, value) values ($1, 'email', 'ada@example.org')",
        [id],
      );
    };
    await withConsole({}, async (running) => {
      await store(running);
      const session = await running.signIn();
      const answer = await session.post(
        `/people/${id}/contacts`,
        fieldsOf((await session.get("/")).body, "/hold"),
      );
      expect(answer.status).toBe(200);
      expect(answer.headers["cache-control"]).toBe("no-store");
      expect(await running.app.audit.read(10)).toMatchObject([
        { command: "person", actor: "tester@host", people: 1 },
      ]);
    });
    await withConsole({ scopes: ["read"] }, async (running) => {
      await store(running);
      const session = await running.signIn();
      const { _form = "" } = fieldsOf((await session.get("/")).body, "/session/end");
      expect((await session.post(`/people/${id}/contacts`, { _form })).status).toBe(403);
      expect((await session.post(`/people/${id}/forget`, { _form })).status).toBe(403);
      expect((await session.get("/requests")).status).toBe(403);
      expect((await session.get("/requests.json")).status).toBe(403);
      expect((await session.get("/")).body).not.toContain('href="/requests"');
      expect(await running.app.audit.read(10)).toEqual([]);
    });
  });

  it("say that somebody or something is not there", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      for (const path of ["/people/nobody", "/runs/12", "/specs/none", "/nothing"]) {
        expect([path, (await session.get(path)).status]).toEqual([path, 404]);
        const twin = await session.get(`${path}.json`);
        expect([path, twin.status, JSON.parse(twin.body).code]).toEqual([path, 404, "not_found"]);
      }
      for (const path of [
        "/runs/x",
        "/runs/0",
        "/nights?month=2026-13",
        "/people?since=yesterday",
        "/spend?by=name",
      ])
        expect([path, (await session.get(path)).status]).toEqual([path, 422]);
    });
  });
});

describe("a request of a person", () => {
  it("is due one month after it came, and drops the name once it is answered", async () => {
    await withConsole({}, async ({ database, signIn }) => {
      const session = await signIn();
      const written = await session.send("/requests", "/requests/record", {
        kind: "erasure",
        subject: "Ada Invented",
        received: "2026-01-31",
      });
      expect(written.status).toBe(303);
      const twin = JSON.parse((await session.get("/requests.json")).body);
      expect(twin.requests).toMatchObject([
        { kind: "erasure", subject: "Ada Invented", dueOn: "2026-02-28" },
      ]);
      expect((await session.send("/requests", "/requests/1/close", { outcome: "forgotten" })).status).toBe(
        303,
      );
      const { rows } = await database.db.pool.query("select subject, done_by, outcome from data_requests");
      expect(rows).toEqual([{ subject: null, done_by: "tester@host", outcome: "forgotten" }]);
    });
  });
});

describe("a plan", () => {
  it("offers to buy within a limit alone", async () => {
    await withConsole({}, async ({ app, enqueued, signIn }) => {
      const session = await signIn();
      const { parseSpec } = await import("../../src/specs/spec.ts");
      await app.specs.import([parseSpec({ spec: "a", search: { job_title: ["CTO"] } })], { prune: false });
      const unlimited = (await session.get("/plan")).body;
      expect(unlimited).toContain("Nothing limits what this run may spend");
      expect(unlimited).not.toContain('action="/plan/buy"');
      const { _form = "", _once = "" } = fieldsOf((await session.get("/plan?budget=50")).body, "/plan/buy");
      // Without a key nothing is booked, and the same form may be sent again.
      expect((await session.post("/plan/buy", { _form, _once, budget: "50" })).status).toBe(409);
      expect((await session.post("/plan/buy", { _form, _once, budget: "-5" })).status).toBe(422);
      expect(await app.runs.list(5)).toEqual([]);
      expect(enqueued).toEqual([]);
    });
  });

  it("is bought once, however often its form is sent", async () => {
    const environment = { LEONAR_API_KEY: "leo_test", LEONAR_BASE_URL: "http://127.0.0.1:9/api/v1" };
    await withConsole({ environment }, async ({ app, enqueued, signIn }) => {
      const { parseSpec } = await import("../../src/specs/spec.ts");
      await app.specs.import([parseSpec({ spec: "a", search: { job_title: ["CTO"] } })], { prune: false });
      const session = await signIn();
      const fields = fieldsOf((await session.get("/plan?budget=50")).body, "/plan/buy");
      const sent = await Promise.all([1, 2, 3].map(() => session.post("/plan/buy", fields)));
      expect(sent.map(({ status, headers }) => [status, headers.location])).toEqual(
        [1, 2, 3].map(() => [303, "/runs/1"]),
      );
      expect(enqueued).toEqual([1]);
      const runs = await app.runs.list(5);
      expect(runs).toHaveLength(1);
    });
  });
});
