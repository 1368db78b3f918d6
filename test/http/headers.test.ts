import { describe, expect, it } from "vitest";
import { withConsole } from "../support/test-console.ts";

describe("answers of the console", () => {
  it("have a policy that allows our own files alone, a nonce of their own, and are not kept", async () => {
    await withConsole({}, async ({ raw, signIn }) => {
      const session = await signIn();
      const answers = [
        await session.get("/"),
        await session.get("/tonight.json"),
        await session.get("/no-such-page"),
        await raw("/"),
      ];
      for (const { headers } of answers) {
        const policy = String(headers["content-security-policy"]);
        expect(policy).toMatch(
          /^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[\w+/=]{20,}';/,
        );
        expect(policy).toContain("frame-ancestors 'none'");
        expect(policy).not.toContain("unsafe");
        expect(headers).toMatchObject({
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
          "referrer-policy": "no-referrer",
          "cross-origin-opener-policy": "same-origin",
          "cross-origin-resource-policy": "same-origin",
        });
      }
      const nonces = answers.map(
        ({ headers }) => /nonce-([^']+)/.exec(String(headers["content-security-policy"]))?.[1],
      );
      expect(new Set(nonces).size).toBe(answers.length);
    });
  });

  it("are refused to scripts and frames of other sites", async () => {
    await withConsole({}, async ({ signIn }) => {
      const session = await signIn();
      const from = (site: string, mode: string, dest: string) =>
        session.get("/", { "sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest });
      expect((await from("cross-site", "no-cors", "image")).status).toBe(403);
      expect((await from("cross-site", "cors", "empty")).status).toBe(403);
      expect((await from("same-site", "no-cors", "script")).status).toBe(403);
      expect((await from("cross-site", "navigate", "iframe")).status).toBe(403);
      expect((await from("cross-site", "navigate", "document")).status).toBe(200);
      expect((await from("same-origin", "cors", "empty")).status).toBe(200);
      expect((await from("none", "navigate", "document")).status).toBe(200);
    });
  });

  it("give files that never change to everybody, and nothing beside them", async () => {
    await withConsole({}, async ({ raw }) => {
      const sheet = /href="(\/assets\/\w+\/console\.css)"/.exec((await raw("/")).body)?.[1] ?? "";
      const answer = await raw(sheet);
      expect(answer.status).toBe(200);
      expect(answer.headers["cache-control"]).toContain("immutable");
      for (const path of ["..%2f..%2fpackage.json", "%2e%2e/package.json", "console.css.map", "main.js"])
        expect((await raw(`/assets/x/${path}`)).status).toBe(404);
    });
  });
});
