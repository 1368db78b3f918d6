import type { TestProject } from "vitest/node";
import { startPgBouncer } from "./pgbouncer.ts";

/** Puts a pooler before the server that the tests share, for as long as they run. */
export default async function startSharedPooler(project: TestProject): Promise<() => Promise<void>> {
  const pooler = await startPgBouncer(project.getProvidedContext().postgresUrl);
  project.provide("poolerUrl", pooler.url);
  return pooler.close;
}
