import { describe, expect, it } from "vitest";
import { withConsole } from "../support/test-console.ts";

describe("a session of the console", () => {
  it("begins with a link that is good once", async () => {
    await withConsole({}, async ({ raw, newLink, origin }) => {
      const token = newLink().split("#t=")[1] ?? "";
      const post = (body: string, headers = {}) =>
        raw("/session", {
          method: "POST",
          body,
          headers: { "content-type": "application/x-www-form-urlencoded", origin, ...headers },
        });
      const first = await post(`token=${token}`);
      expect(first.status).toBe(303);
      const [cookie = ""] = first.headers["set-cookie"] ?? [];
      expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Strict/);
      expect(cookie).not.toContain(token);
      expect((await post(`token=${token}`)).status).toBe(401);
      expect((await post("token=guess")).status).toBe(401);
      expect((await post("")).status).toBe(422);
    });
  });

  it("is needed for every page, and for its twin", async () => {
    await withConsole({}, async ({ raw, signIn }) => {
      const page = await raw("/");
      expect(page.status).toBe(401);
      expect(page.body).toContain("Sign in");
      const twin = await raw("/tonight.json");
      expect(twin.status).toBe(401);
      expect(JSON.parse(twin.body)).toMatchObject({ status: 401, code: "not_signed_in" });
      const session = await signIn();
      expect((await session.get("/")).status).toBe(200);
      expect(JSON.parse((await session.get("/tonight.json")).body)).toMatchObject({ firings: [], specs: 0 });
      expect((await raw("/", { headers: { cookie: "sourcing=guess" } })).status).toBe(401);
    });
  });

  it("ends when it is signed out", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      expect((await session.send("/", "/session/end")).status).toBe(303);
      expect((await session.get("/")).status).toBe(401);
    });
  });

  it("allows a few attempts to sign in within a minute", async () => {
    await withConsole({}, async ({ raw, origin }) => {
      const statuses: number[] = [];
      for (let attempt = 0; attempt < 30; attempt += 1) {
        const headers = { "content-type": "application/x-www-form-urlencoded", origin };
        statuses.push((await raw("/session", { method: "POST", body: "token=guess", headers })).status);
      }
      expect(statuses.at(0)).toBe(401);
      expect(statuses.at(-1)).toBe(429);
    });
  });
});
