import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { withConsole } from "../support/test-console.ts";

/** Sends bytes as they are, and returns the status line of what comes back. */
function sendBytes(port: number, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.end(bytes));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString();
    });
    socket.on("close", () => resolve(answer.split("\r\n")[0] ?? ""));
    socket.on("error", reject);
  });
}

describe("the front door of the console", () => {
  it("answers pages under its own name alone, and says nothing under others, reads too", async () => {
    await withConsole({}, async ({ raw, host, port, signIn }) => {
      const { cookie } = await signIn();
      expect((await raw("/", { headers: { cookie } })).status).toBe(200);
      const foreign = [
        "evil.example",
        `evil.example:${port}`,
        `127.0.0.1:${port}`,
        `localhost:${port}`,
        `[::1]:${port}`,
        `x.${host}`,
        `${host}.evil.example`,
        host.replace(/:\d+$/, ""),
        host.replace(/:\d+$/, ":1"),
        `${host}@evil.example`,
        "",
      ];
      for (const name of foreign)
        for (const path of ["/", "/tonight.json", "/assets/x/console.css", "/no-such-page", "/session"]) {
          const answer = await raw(path, { headers: { host: name, cookie } });
          expect([name, path, answer.status]).toEqual([name, path, name === "" ? 421 : 421]);
          expect(answer.body).not.toContain("sourcing</a>");
          expect(answer.headers["set-cookie"]).toBeUndefined();
        }
    });
  });

  it("takes its own name in any case", async () => {
    await withConsole({}, async ({ raw, host }) => {
      expect((await raw("/", { headers: { host: host.toUpperCase() } })).status).toBe(401);
    });
  });

  it("refuses a request with two hosts, none, or a whole address as its target", async () => {
    await withConsole({}, async ({ port, host }) => {
      const line = (text: string) => sendBytes(port, `${text}\r\nConnection: close\r\n\r\n`);
      expect(await line(`GET / HTTP/1.1\r\nHost: ${host}`)).toContain(" 401 ");
      expect(await line(`GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example`)).toMatch(/ 400 | 421 /);
      expect(await line("GET / HTTP/1.1")).toContain(" 400 ");
      expect(await line("GET / HTTP/1.0")).toContain(" 400 ");
      expect(await line(`GET http://evil.example/ HTTP/1.1\r\nHost: ${host}`)).toContain(" 400 ");
      expect(await line(`GET //evil.example/ HTTP/1.1\r\nHost: ${host}`)).toContain(" 400 ");
    });
  });

  it("answers under CONSOLE_URL where that is set, and under no other name", async () => {
    const environment = { CONSOLE_URL: "https://console.example.com" };
    await withConsole({ environment }, async ({ raw, signIn }) => {
      expect((await raw("/", { headers: { host: "console.example.com" } })).status).toBe(401);
      expect((await raw("/", { headers: { host: "evil.example" } })).status).toBe(421);
      expect((await raw("/metrics", { headers: { host: "console.example.com" } })).status).toBe(404);
      const { cookie } = await signIn();
      expect(cookie).toMatch(/^__Host-sourcing=/);
    });
  });
});
