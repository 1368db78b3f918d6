import { timed } from "../measurement.ts";
import { withClient } from "../with-client.ts";
import { copyLines } from "./copy-rows.ts";

/**
 * L: milliseconds in which the database takes raw texts at all, by COPY into a table without an index.
 * @param lines as `toLines` gives them, made before the clock runs
 */
export function timedCopy(url: string, lines: readonly string[]): Promise<number> {
  return withClient(url, async (client) => {
    await client.query("create table bench_raw (raw text)");
    const ms = await timed(() => copyLines(client, "bench_raw", lines));
    await client.query("drop table bench_raw");
    return ms;
  });
}
