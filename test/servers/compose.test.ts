import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readComposeText, readDockerfile, readServices, type Service } from "../support/compose-file.ts";
import {
  type DebianPostgres,
  freePort,
  HAS_POSTGRES_15,
  startDebianPostgres,
} from "../support/debian-postgres.ts";
import { HAS_REDIS, type RedisServer, startRedis } from "../support/redis-server.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PASSWORD = "letters4digits";
const WAIT = { timeout: 60_000, interval: 200 };
const run = promisify(execFile);

const readNames = (file: string) =>
  readFileSync(join(ROOT, file), "utf8")
    .split("\n")
    .flatMap((line) => /^([A-Z_]+)=/.exec(line)?.[1] ?? []);
const variables = readNames(".env.example");

function serviceOf(name: string, env: Readonly<Record<string, string>> = { POSTGRES_PASSWORD: PASSWORD }) {
  const service = readServices(env)[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
}

describe("docker-compose.yml", () => {
  it("hands every variable of .env.example to the containers", () => {
    expect(variables.length).toBeGreaterThan(20);
    for (const name of ["migrate", "worker", "simulator"])
      expect(Object.keys(serviceOf(name).environment).sort()).toEqual([...variables].sort());
    const text = readComposeText();
    expect(variables.filter((name) => !text.includes(`\${${name}:-`))).toEqual([]);
  });

  it("hands the value of each variable on as it is written in .env", () => {
    const OWN_OF_CONTAINER = new Set(["SOURCING_HOME", "METRICS_HOST", "METRICS_PORT"]);
    const values = Object.fromEntries(variables.map((name) => [name, `value of ${name}`]));
    const { environment, ports, volumes } = serviceOf("worker", { ...values, POSTGRES_PASSWORD: PASSWORD });
    const handedOn = variables.filter((name) => !OWN_OF_CONTAINER.has(name));
    for (const name of handedOn) expect(environment[name]).toBe(values[name]);
    expect(ports).toEqual(["value of METRICS_HOST:value of METRICS_PORT:9464"]);
    expect(volumes).toEqual([`value of SOURCING_HOME:${environment.SOURCING_HOME}`]);
  });

  it("demands a password for its Postgres, with no default that everybody knows", () => {
    expect(() => readServices({})).toThrow("POSTGRES_PASSWORD: set it in .env");
    expect(serviceOf("postgres").environment.POSTGRES_PASSWORD).toBe(PASSWORD);
    expect(serviceOf("worker").environment.DATABASE_URL).toContain(`:${PASSWORD}@postgres:5432/`);
  });
});

/** Copies what `COPY . .` would copy: everything that .dockerignore does not name. */
async function copySources(folder: string): Promise<void> {
  const ignored = readFileSync(join(ROOT, ".dockerignore"), "utf8").split("\n");
  const isIgnored = (path: string) =>
    dirname(path) === dirname(join(ROOT, "package.json")) &&
    (ignored.includes(basename(path)) || path.endsWith(".log"));
  await cp(ROOT, folder, { recursive: true, filter: (path) => !isIgnored(path) });
}

/** Runs the build stage of the image in a folder, and returns the command that the image starts. */
async function buildImage({ build }: Service, folder: string): Promise<readonly string[]> {
  const { steps, entryPoint } = readDockerfile(build?.dockerfile_inline ?? "");
  const env = { PATH: process.env.PATH ?? "", HOME: folder, npm_config_prefer_offline: "true" };
  for (const { kind, text } of steps) {
    if (kind === "run") {
      await run("sh", ["-c", text], { cwd: folder, env: { ...env, ...npmSettings() } });
    } else if (text === ". .") {
      await copySources(folder);
    } else {
      for (const file of text.split(" ").slice(0, -1)) await cp(join(ROOT, file), join(folder, file));
    }
  }
  return entryPoint;
}

/** The registry and cache of this machine's npm, as a build on it would use them. */
function npmSettings(): Record<string, string> {
  const settings = Object.entries(process.env).filter(
    ([name, value]) => value !== undefined && /^npm_config_|_proxy$|^NODE_EXTRA_CA_CERTS$/i.test(name),
  );
  return { ...Object.fromEntries(settings.map(([name, value]) => [name, value ?? ""])) };
}

describe.skipIf(!HAS_POSTGRES_15 || !HAS_REDIS)(
  "the containers of docker-compose.yml, on PostgreSQL 15 and Redis (skipped where either is not installed)",
  () => {
    let folder: string;
    let entryPoint: readonly string[];
    let postgres: DebianPostgres;
    let redis: RedisServer;
    let ports: { readonly metrics: number; readonly api: number };
    const children: ChildProcess[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), "sourcing-image-"));
      postgres = await startDebianPostgres("sourcing", PASSWORD);
      redis = await startRedis(...serviceOf("redis").command.slice(1));
      ports = { metrics: await freePort(), api: await freePort() };
      entryPoint = await buildImage(serviceOf("worker"), folder);
    }, 600_000);

    afterAll(async () => {
      for (const child of children) child.kill("SIGKILL");
      await redis?.close();
      await postgres?.close();
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    });

    /** The places that containers reach by name, as they are on this machine. */
    const onThisMachine = (text: string) =>
      text
        .replace("postgres:5432", `127.0.0.1:${postgres.port}`)
        .replace("redis://redis:6379", redis.url)
        .replace("/home/node", folder)
        .replace("9464", String(ports.metrics))
        .replace("4010", String(ports.api));

    /** What `.env` says for a trial, with other settings to see that they arrive. */
    const settings = () => ({
      POSTGRES_PASSWORD: PASSWORD,
      LEONAR_BASE_URL: `http://127.0.0.1:${ports.api}/api/v1`,
      LEONAR_API_KEY: "leo_simulator",
      CREDIT_PRICE: "0.10 EUR",
    });

    /** Starts the container of a service; `args` take the place of its command, as in `docker compose run`. */
    const start = (name: string, args?: readonly string[]) => {
      const { command, environment } = serviceOf(name, settings());
      const [program = "", ...rest] = [...entryPoint, ...(args ?? command)].map(onThisMachine);
      const own = Object.entries(environment).map(([key, value]) => [key, onThisMachine(value)]);
      const env = { ...Object.fromEntries(own), PATH: process.env.PATH ?? "", HOME: folder };
      const child = spawn(program, rest, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
      children.push(child);
      return child;
    };

    const finish = async (name: string, args?: readonly string[]) => {
      const child = start(name, args);
      let output = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (output += text));
      const [code] = await once(child, "close");
      return { code, output };
    };

    it("migrate, serve the simulator, work on a run and answer a query, with the image's own files", async () => {
      expect(await finish("migrate")).toMatchObject({ code: 0 });
      start("simulator");
      await vi.waitFor(() => fetch(`http://127.0.0.1:${ports.api}/`), WAIT);
      const worker = start("worker");
      const [, , ...check] = (serviceOf("worker").healthcheck?.test ?? []).map(onThisMachine);
      await vi.waitFor(() => run(process.execPath, check), WAIT);

      await writeFile(join(folder, "specs.csv"), "spec,job_title,max_pages\nmanagers,Product Manager,2\n");
      const started = await finish("worker", ["run", "specs.csv", "--detach", "--yes"]);
      expect(started).toMatchObject({ code: 0 });
      await vi.waitFor(async () => {
        const { output } = await finish("worker", ["runs", "last", "--json"]);
        expect(JSON.parse(output)).toMatchObject({ status: "done" });
      }, WAIT);
      const asked = ["query", "select count(*) from candidates", "--format", "csv"];
      expect(await finish("worker", asked)).toEqual({ code: 0, output: "count\n50\n" });
      expect((await finish("worker", ["runs", "last"])).output).toContain("5.00 EUR");

      worker.kill("SIGTERM");
      expect(await once(worker, "close")).toEqual([143, null]);
    }, 300_000);
  },
);
