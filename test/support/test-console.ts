import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inject } from "vitest";
import { type App, openApp } from "../../src/composition/open-app.ts";
import { SCOPES, type Scope } from "../../src/http/security/scope.ts";
import { makeSignInLinks } from "../../src/http/security/sign-in-links.ts";
import { renderStanding } from "../../src/http/standing.ts";
import { startConsole } from "../../src/http/start-console.ts";
import { parseConfig } from "../../src/operations/config.ts";
import { openTestDatabase, type TestDatabase } from "./test-database.ts";

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface RawRequest {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
}

/** A console over a database of its own. */
export interface TestConsole {
  readonly app: App;
  readonly database: TestDatabase;
  /** The address of the pages, as browsers use it. */
  readonly origin: string;
  /** The Host header of the pages. */
  readonly host: string;
  readonly port: number;
  /** Numbers of the runs that were put into the queue. */
  readonly enqueued: number[];
  /** A link that signs a browser in. */
  newLink(): string;
  /** Sends one request as it is; the Host is that of the pages unless another is given. */
  raw(path: string, request?: RawRequest): Promise<RawAnswer>;
  signIn(): Promise<SignedIn>;
}

/** A browser that is signed in, without scripts. */
export interface SignedIn {
  readonly cookie: string;
  get(path: string, headers?: OutgoingHttpHeaders): Promise<RawAnswer>;
  /** Sends the form for this action that stands on a page, with some of its fields changed. */
  send(page: string, action: string, fields?: Readonly<Record<string, string>>): Promise<RawAnswer>;
  /** Sends a form as it is, from a page of ours. */
  post(
    path: string,
    fields: Readonly<Record<string, string>>,
    headers?: OutgoingHttpHeaders,
  ): Promise<RawAnswer>;
}

export interface TestConsoleOptions {
  /** More of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the sessions may do; default: everything. */
  readonly scopes?: readonly Scope[];
  readonly hasWorker?: boolean;
}

/** Lends a console and takes it back, whatever happens. */
export async function withConsole(
  { environment = {}, scopes = SCOPES, hasWorker = false }: TestConsoleOptions,
  use: (running: TestConsole) => Promise<void>,
): Promise<void> {
  const database = await openTestDatabase(inject("postgresUrl"), {});
  const folder = await mkdtemp(join(tmpdir(), "sourcing-console-test-"));
  const config = parseConfig({
    DATABASE_URL: database.url,
    SOURCING_HOME: folder,
    HOME: folder,
    ...environment,
  });
  const app = await openApp(config);
  const links = makeSignInLinks();
  const enqueued: number[] = [];
  const running = await startConsole({
    host: "127.0.0.1",
    port: 0,
    publicUrl: config.consoleUrl,
    localName: `${randomUUID().slice(0, 8)}.localhost`,
    context: {
      app,
      hasWorker,
      enqueueRun: async (runId) => {
        enqueued.push(runId);
      },
      now: () => new Date(),
    },
    identify: async (token) => (links.use(token) ? { actor: "tester@host", scopes: new Set(scopes) } : null),
    standing: async () => renderStanding(await app.workers.standing(), config.limitsTimeZone),
    onError: (error) => {
      throw error;
    },
  });
  const host = new URL(running.origin).host;
  const raw: TestConsole["raw"] = (path, options) => send({ port: running.port, host }, path, options);
  const newLink = () => `${running.origin}/#t=${links.issue()}`;
  try {
    const { origin, port } = running;
    const signIn = async () => startSession({ raw, origin }, links.issue());
    await use({ app, database, origin, host, port, enqueued, newLink, raw, signIn });
  } finally {
    await running.close();
    await app.close();
    await database.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function send(
  { port, host }: { readonly port: number; readonly host: string },
  path: string,
  { method = "GET", headers = {}, body }: RawRequest = {},
): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { port, host: "127.0.0.1", path, method, headers: { host, ...headers } },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString("utf8"),
          }),
        );
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

async function startSession(
  { raw, origin }: Pick<TestConsole, "raw" | "origin">,
  token: string,
): Promise<SignedIn> {
  const form = {
    "content-type": "application/x-www-form-urlencoded",
    origin,
    "sec-fetch-site": "same-origin",
  };
  const answer = await raw("/session", {
    method: "POST",
    headers: form,
    body: new URLSearchParams({ token }).toString(),
  });
  const cookie = String(answer.headers["set-cookie"]).split(";")[0] ?? "";
  const get: SignedIn["get"] = (path, headers = {}) => raw(path, { headers: { cookie, ...headers } });
  const post: SignedIn["post"] = (path, fields, headers = {}) =>
    raw(path, {
      method: "POST",
      headers: { cookie, ...form, ...headers },
      body: new URLSearchParams(fields).toString(),
    });
  return {
    cookie,
    get,
    post,
    async send(page, action, fields = {}) {
      const hidden = fieldsOf((await get(page)).body, action);
      return post(action, { ...hidden, ...fields });
    },
  };
}

/** The fields of the first form for an action, with the values that they have. */
export function fieldsOf(body: string, action: string): Record<string, string> {
  const [, form] = body.split(`action="${action}"`);
  if (form === undefined) throw new Error(`the page has no form for ${action}`);
  const inputs = (form.split("</form>")[0] ?? "").matchAll(/<input [^>]*>/g);
  const read = (input: string, name: string) => new RegExp(`${name}="([^"]*)"`).exec(input)?.[1] ?? "";
  return Object.fromEntries([...inputs].map(([input]) => [read(input, "name"), read(input, "value")]));
}
