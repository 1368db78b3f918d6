import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const serviceSchema = z.object({
  build: z.object({ dockerfile_inline: z.string() }).optional(),
  command: z.array(z.string()).default([]),
  environment: z.record(z.string(), z.coerce.string()).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
});
export type Service = z.infer<typeof serviceSchema>;
const composeSchema = z.object({ services: z.record(z.string(), serviceSchema) });

/** docker-compose.yml as it is written, with nothing put in for its variables. */
export function readComposeText(): string {
  return readFileSync(new URL("../../docker-compose.yml", import.meta.url), "utf8");
}

/**
 * Returns the services of docker-compose.yml as `docker compose` reads them beside a `.env` with these variables.
 * @throws Error for a variable that the file demands and that is not there
 */
export function readServices(variables: Readonly<Record<string, string>>): Readonly<Record<string, Service>> {
  const written: unknown = parse(readComposeText(), { merge: true });
  return composeSchema.parse(interpolate(written, variables)).services;
}

function interpolate(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === "string") return interpolateText(value, variables);
  if (Array.isArray(value)) return value.map((item) => interpolate(item, variables));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, interpolate(item, variables)]));
}

/** The innermost `${NAME:-default}` and `${NAME:?message}` first: a default may hold another. */
function interpolateText(text: string, variables: Readonly<Record<string, string>>): string {
  const put = text.replace(/\$\{(\w+):([-?])([^${}]*)\}/, (_, name: string, kind: string, rest: string) => {
    const value = variables[name] ?? "";
    if (value !== "") return value;
    if (kind === "?") throw new Error(`${name}: ${rest}`);
    return rest;
  });
  return put === text ? text : interpolateText(put, variables);
}

/** The commands that a stage of a Dockerfile runs in its folder, in order, and what it copies from outside. */
export interface BuildStep {
  readonly kind: "copy" | "run";
  readonly text: string;
}

/** Returns the steps of the first stage of a Dockerfile, and the entry point of the last. */
export function readDockerfile(dockerfile: string): {
  readonly steps: readonly BuildStep[];
  readonly entryPoint: readonly string[];
} {
  const [, first = "", ...later] = dockerfile.split(/^FROM .*$/m);
  const steps = [...first.matchAll(/^(COPY|RUN) (.*)$/gm)].map(([, word, text = ""]) => ({
    kind: word === "COPY" ? ("copy" as const) : ("run" as const),
    text,
  }));
  const [, entryPoint = "[]"] = /^ENTRYPOINT (.*)$/m.exec(later.join("\n")) ?? [];
  return { steps, entryPoint: z.array(z.string()).parse(JSON.parse(entryPoint)) };
}
