import { describe, expect, it } from "vitest";
import { fieldsOf, withConsole } from "../support/test-console.ts";

describe("a form of the console", () => {
  it("does what its page says, and tells so once", async () => {
    await withConsole({}, async ({ app, signIn }) => {
      const session = await signIn();
      const answer = await session.send("/", "/hold");
      expect([answer.status, answer.headers.location]).toEqual([303, "/"]);
      expect((await app.workers.standing()).held).toBe(true);
      expect((await session.get("/")).body).toContain("All spending is on hold");
      expect((await session.get("/")).body).not.toContain("walks stop at their next page");
    });
  });

  it("is refused from pages of others, in every way that a browser tells", async () => {
    await withConsole({}, async ({ app, signIn, origin, raw }) => {
      const session = await signIn();
      const fields = fieldsOf((await session.get("/")).body, "/hold");
      const body = new URLSearchParams(fields).toString();
      const type = { "content-type": "application/x-www-form-urlencoded", cookie: session.cookie };
      const foreign = [
        {},
        { origin: "null" },
        { origin: "http://evil.example" },
        { origin: `${origin}.evil.example` },
        { origin: origin.replace(/:\d+$/, ":1") },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site", origin },
        { "sec-fetch-site": "none" },
      ];
      for (const headers of foreign) {
        const answer = await raw("/hold", { method: "POST", body, headers: { ...type, ...headers } });
        expect([headers, answer.status]).toEqual([headers, 403]);
      }
      expect((await app.workers.standing()).held).toBe(false);
      const own = { "sec-fetch-site": "same-origin", origin: "null" };
      expect((await raw("/hold", { method: "POST", body, headers: { ...type, ...own } })).status).toBe(303);
    });
  });

  it("is refused without the token of its session", async () => {
    await withConsole({}, async ({ app, signIn }) => {
      const [session, other] = [await signIn(), await signIn()];
      const fields = fieldsOf((await other.get("/")).body, "/hold");
      expect((await session.post("/hold", {})).status).toBe(403);
      expect((await session.post("/hold", { _form: "guess" })).status).toBe(403);
      expect((await session.post("/hold", fields)).status).toBe(403);
      expect((await app.workers.standing()).held).toBe(false);
    });
  });

  it("with a key is done once, however often and fast it is sent", async () => {
    await withConsole({}, async ({ app, signIn }) => {
      const session = await signIn();
      await app.ledger.hold(true);
      const fields = fieldsOf((await session.get("/")).body, "/release");
      const twice = await Promise.all([session.post("/release", fields), session.post("/release", fields)]);
      expect(twice.map(({ status }) => status)).toEqual([303, 303]);
      await app.ledger.hold(true);
      expect((await session.post("/release", fields)).status).toBe(303);
      expect((await app.workers.standing()).held).toBe(true);
      const { _once, ...without } = fields;
      expect((await session.post("/release", without)).status).toBe(409);
      expect((await session.post("/release", { ...without, _once: `${_once}x` })).status).toBe(409);
    });
  });

  it("is taken of a session alone that may do it", async () => {
    await withConsole({ scopes: ["read"] }, async ({ app, signIn }) => {
      const session = await signIn();
      const { body } = await session.get("/");
      expect(body).not.toContain('action="/hold"');
      const { _form = "" } = fieldsOf(body, "/session/end");
      const answer = await session.post("/hold", { _form });
      expect(answer.status).toBe(403);
      expect((await app.workers.standing()).held).toBe(false);
    });
  });

  it("is not taken as JSON, as text, or larger than a form is", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      const { _form = "" } = fieldsOf((await session.get("/")).body, "/hold");
      expect((await session.post("/hold", { _form }, { "content-type": "application/json" })).status).toBe(
        415,
      );
      expect((await session.post("/hold", { _form }, { "content-type": "text/plain" })).status).toBe(415);
      expect((await session.post("/hold", { _form, more: "x".repeat(2_000_000) })).status).toBe(413);
    });
  });
});
