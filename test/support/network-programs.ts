import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { choosePort } from "../../src/database/embedded/choose-port.ts";

/** Debian puts servers where the PATH of ordinary users does not lead. */
const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin` };
const has = (program: string) => spawnSync(program, ["-v"], { env }).status === 0;
export const HAS_SQUID = has("squid");
export const HAS_NGINX = has("nginx");
export const HAS_HAPROXY = has("haproxy");

export interface NetworkProgram {
  readonly port: number;
  close(): Promise<void>;
}

interface Launch {
  readonly program: string;
  /** Makes its configuration. */
  configure(port: number, folder: string): Promise<string>;
  arguments(file: string, folder: string): readonly string[];
}

async function launch(plan: Launch): Promise<NetworkProgram> {
  const folder = await mkdtemp(join(tmpdir(), `sourcing-${plan.program}-`));
  await chmod(folder, 0o777);
  const port = await choosePort(join(folder, "port"), null);
  const file = join(folder, "configuration");
  await writeFile(file, await plan.configure(port, folder));
  const child = spawn(plan.program, plan.arguments(file, folder), { env, stdio: "ignore" });
  const exited = once(child, "exit");
  await untilListening(port, () => child.exitCode !== null);
  return {
    port,
    async close() {
      child.kill("SIGTERM");
      await exited;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function untilListening(port: number, hasEnded: () => boolean): Promise<void> {
  for (;;) {
    if (hasEnded()) throw new Error("the program does not start");
    const socket = connect(port, "127.0.0.1");
    const [event] = await Promise.race([
      once(socket, "connect").then(() => ["connected"]),
      new Promise<string[]>((resolve) => socket.once("error", () => resolve(["refused"]))),
    ]);
    socket.destroy();
    if (event === "connected") return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface SquidUser {
  readonly user: string;
  readonly password: string;
}

/** A forward proxy. @param rules lines of its configuration before the last rule; @param login who may use it; all unless told */
export function startSquid(
  rules: readonly string[],
  login: SquidUser | null = null,
): Promise<NetworkProgram> {
  return launch({
    program: "squid",
    async configure(port, folder) {
      const passwords = join(folder, "passwords");
      if (login !== null) {
        const hashed = spawnSync("openssl", ["passwd", "-apr1", "-stdin"], { input: `${login.password}\n` });
        await writeFile(passwords, `${login.user}:${String(hashed.stdout).trim()}\n`, { mode: 0o644 });
      }
      const access =
        login === null
          ? ["http_access allow all"]
          : [
              `auth_param basic program /usr/lib/squid/basic_ncsa_auth ${passwords}`,
              "acl known proxy_auth REQUIRED",
              "http_access allow known",
              "http_access deny all",
            ];
      const basics = [
        `http_port 127.0.0.1:${port}`,
        `pid_filename ${folder}/pid`,
        `access_log stdio:${folder}/access.log`,
        `cache_log ${folder}/cache.log`,
        `coredump_dir ${folder}`,
        "visible_hostname proxy.test",
        "shutdown_lifetime 0 seconds",
        "cache deny all",
      ];
      return [...basics, ...rules, ...access, ""].join("\n");
    },
    arguments: (file) => ["-N", "-f", file],
  });
}

/** A gateway of nginx. @param location what it does with every request */
export function startNginx(location: string, http = ""): Promise<NetworkProgram> {
  return launch({
    program: "nginx",
    configure: async (port, folder) => `daemon off; master_process off; pid ${folder}/pid;
      error_log ${folder}/error.log; events {}
      http { access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
        fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
        ${http} server { listen 127.0.0.1:${port}; location / { ${location} } } }`,
    arguments: (file, folder) => ["-p", folder, "-c", file, "-e", `${folder}/start.log`],
  });
}

/** A gateway of haproxy. @param backend lines of its only back end; @param frontend of its front end */
export function startHaproxy(backend: string, frontend = ""): Promise<NetworkProgram> {
  return launch({
    program: "haproxy",
    configure: async (port) => `defaults
  mode http
  timeout connect 1s
  timeout client 5s
  timeout server 5s
  retries 0
frontend api
  bind 127.0.0.1:${port}
  ${frontend}
  default_backend api
backend api
  ${backend}
`,
    arguments: (file) => ["-db", "-f", file],
  });
}
