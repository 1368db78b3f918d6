import { writeFile } from "node:fs/promises";
import { request as httpRequest } from "node:http";
import { createServer } from "node:https";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { MaybeCharged, NotConnected, TryLater } from "../../src/values/errors.ts";
import { buyFirst, clientOf, failureOf, withServer } from "../leonar/client-harness.ts";
import { withSimulator } from "../simulator/with-simulator.ts";
import { type Certificate, makeCertificate } from "../support/certificate.ts";
import {
  HAS_HAPROXY,
  HAS_NGINX,
  HAS_SQUID,
  type NetworkProgram,
  startHaproxy,
  startNginx,
  startSquid,
} from "../support/network-programs.ts";
import { NODES } from "../support/other-nodes.ts";
import { type TestCli, withCli } from "../support/test-cli.ts";

const KEY = "leo_a-key-of-the-tests";
const AUTHORITY = makeCertificate("Authority of a company");

/** Lends an https address before an http one, with a certificate of that authority. */
function withTls<T>(target: string, authority: Certificate, use: (origin: string) => Promise<T>): Promise<T> {
  const server = createServer(makeCertificate("localhost", authority), (incoming, outgoing) => {
    const { method, headers, url } = incoming;
    const onward = httpRequest(new URL(url ?? "/", target), { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  return withServer(server, (port) => use(`https://localhost:${port}`));
}

async function using<T>(starting: Promise<NetworkProgram>, use: (port: number) => Promise<T>): Promise<T> {
  const program = await starting;
  try {
    return await use(program.port);
  } finally {
    await program.close();
  }
}

const simulated = <T>(use: (url: string, requests: () => number) => Promise<T>) =>
  withSimulator({ people: 200, balance: 1_000, key: KEY }, (simulator) =>
    use(simulator.url, () => simulator.requests.length),
  );

describe.skipIf(!HAS_SQUID)("a forward proxy (skipped where squid is not installed)", () => {
  const LOGIN = { user: "jane", password: "p@ss:word/é" };
  const login = `${LOGIN.user}:${encodeURIComponent(LOGIN.password)}`;
  const authorities = [AUTHORITY.cert];

  it("is used, without and with a password", () =>
    simulated((url, requests) =>
      withTls(url, AUTHORITY, async (origin) => {
        await using(startSquid([]), async (port) => {
          const client = clientOf(origin, { proxyUrl: `http://127.0.0.1:${port}`, authorities });
          expect((await buyFirst(client)).page.profiles).toHaveLength(25);
        });
        await using(startSquid([], LOGIN), async (port) => {
          const client = clientOf(origin, { proxyUrl: `http://${login}@127.0.0.1:${port}`, authorities });
          expect((await buyFirst(client)).page.profiles).toHaveLength(25);
        });
        expect(requests()).toBe(2);
      }),
    ));

  it.each([
    [
      "asks for a password",
      LOGIN,
      [],
      NotConnected,
      "(407): set HTTPS_PROXY to http://user:password@host:port",
    ],
    [
      "forbids the port",
      null,
      ["acl few port 443", "http_access deny !few"],
      NotConnected,
      "forbids the way to localhost:",
    ],
  ] as const)("that %s ends the attempt at once, and nothing was sent", (_, user, rules, kind, words) =>
    simulated((url, requests) =>
      withTls(url, AUTHORITY, (origin) =>
        using(startSquid(rules, user), async (port) => {
          const client = clientOf(origin, { proxyUrl: `http://127.0.0.1:${port}`, authorities });
          const failure = await failureOf(buyFirst(client));
          expect(failure).toBeInstanceOf(kind);
          expect(failure.message).toContain(words);
          expect(requests()).toBe(0);
        }),
      ),
    ),
  );

  it.each([
    ["refuses", "https://localhost:9", "(503)"],
    ["has no address", "https://nowhere.invalid", "found no way to nowhere.invalid:443"],
  ])("before an API that %s costs nothing, and is tried again", (_, origin, words) =>
    using(startSquid([]), async (port) => {
      const failure = await failureOf(buyFirst(clientOf(origin, { proxyUrl: `http://127.0.0.1:${port}` })));
      expect(failure).toBeInstanceOf(TryLater);
      expect(failure.message).toContain(words);
      expect(failure.message).toContain("nothing was sent");
    }),
  );

  it("that is away is named with its port", async () => {
    const client = clientOf("https://localhost:1", { proxyUrl: "http://jane:secret@127.0.0.1:9" });
    const failure = await failureOf(buyFirst(client));
    expect(failure).toBeInstanceOf(TryLater);
    expect(failure.message).toContain(
      "the proxy 127.0.0.1:9 cannot be reached (ECONNREFUSED): check HTTPS_PROXY",
    );
    expect(failure.message).not.toContain("secret");
  });

  async function specs({ folder }: TestCli): Promise<string> {
    const file = join(folder, "specs.csv");
    await writeFile(file, 'spec,job_title,location,max_pages\nparis,Product Manager,"Paris, France",2\n');
    return file;
  }

  it.each(NODES)(
    "and the authority that signs its certificates are read from .env by a run (Node $version)",
    ({ path }) =>
      withCli({}, async (cli) => {
        const start: TestCli["start"] = (args, environment) => cli.start(args, environment, path);
        await withTls(cli.simulator.url, AUTHORITY, (origin) =>
          using(startSquid([], LOGIN), async (port) => {
            const authority = join(cli.folder, "authority.pem");
            await writeFile(authority, AUTHORITY.cert);
            const run = ["run", await specs(cli), "--budget", "50", "--json"];
            const api = { LEONAR_BASE_URL: `${origin}/api/v1` };
            const unknown = await start(run, api).ended;
            expect(unknown).toMatchObject({ code: 3, stdout: expect.stringContaining('"unavailable"') });
            expect(cli.simulator.requests).toHaveLength(0);
            const runs = await cli.database.db.pool.query("select note from walks");
            expect(runs.rows[0].note).toContain("NODE_EXTRA_CA_CERTS");
            const lines = [
              `HTTPS_PROXY=http://${login}@127.0.0.1:${port}`,
              `NODE_EXTRA_CA_CERTS=${authority}`,
            ];
            await writeFile(join(cli.folder, ".env"), `${lines.join("\n")}\n`);
            expect(await start(run, api).ended).toMatchObject({ code: 0 });
            expect(cli.simulator.charged()).toBe(50);
            expect(await start(["doctor"], api).ended).toMatchObject({
              code: 0,
              stdout: expect.stringContaining(`through the proxy 127.0.0.1:${port}`),
            });
            const direct = { ...api, NO_PROXY: "localhost", HTTPS_PROXY: "http://127.0.0.1:9" };
            expect(await start([...run, "--restart"], direct).ended).toMatchObject({ code: 0 });
            expect(cli.simulator.charged()).toBe(100);
          }),
        );
      }),
  );

  it.each(["socks5://127.0.0.1:1080", "http://", "ht tp://x", "http://jane:p@ss/word@proxy:3128"])(
    "that cannot be used is refused by name before anything is bought (%s)",
    (HTTPS_PROXY) =>
      withCli({}, async (cli) => {
        const api = { LEONAR_BASE_URL: "https://localhost:9/api/v1" };
        const refused = await cli.sourcing(["run", await specs(cli), "--budget", "50"], {
          ...api,
          HTTPS_PROXY,
        });
        expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("HTTPS_PROXY: expected") });
        expect(refused.stderr).not.toContain("p@ss");
      }),
  );
});

describe.skipIf(!HAS_NGINX)("a gateway of nginx (skipped where it is not installed)", () => {
  const firstFailure = (location: string, http?: string) =>
    using(startNginx(location, http), (port) => failureOf(buyFirst(clientOf(`http://127.0.0.1:${port}`))));

  it.each([
    ["refuses too many requests", "limit_req zone=few;", 503, 10_000],
    ["has no upstream", "", 502, null],
  ] as const)("that %s is named, and a 503 is waited out", async (_, limit, status, afterMs) => {
    const zone = "limit_req_zone $binary_remote_addr zone=few:1m rate=1r/m;";
    const failures = await using(
      startNginx(`${limit} proxy_pass http://127.0.0.1:9;`, zone),
      async (port) => {
        const client = clientOf(`http://127.0.0.1:${port}`);
        return [await failureOf(buyFirst(client)), await failureOf(buyFirst(client))];
      },
    );
    const last = failures.at(-1);
    expect(last).toBeInstanceOf(MaybeCharged);
    expect(last).toMatchObject({ afterMs });
    expect(last?.message).toContain(`a gateway before the API (nginx) answered ${status} with a web page`);
  });

  it("that allows no such request is named", async () => {
    expect((await firstFailure("return 413;")).message).toContain("(nginx) refused the request (413)");
    expect((await firstFailure("return 403;")).message).toContain("a web page of nginx, not the API's");
  });
});

describe.skipIf(!HAS_HAPROXY)("a gateway of haproxy (skipped where it is not installed)", () => {
  it.each([
    ["has no server", "", "", 503],
    ["cannot reach its server", "server one 127.0.0.1:9", "", 503],
    ["denies requests", "server one 127.0.0.1:9", "http-request deny deny_status 502", 502],
  ])("that %s is told from the API", (_, backend, frontend, status) =>
    using(startHaproxy(backend, frontend), async (port) => {
      const failure = await failureOf(buyFirst(clientOf(`http://127.0.0.1:${port}`)));
      expect(failure).toBeInstanceOf(MaybeCharged);
      expect(failure.message).toContain(`a gateway before the API (unnamed) answered ${status}`);
    }),
  );
});
