import { gunzipSync } from "node:zlib";
import type { TestApp } from "./test-app.ts";

/** The bytes of every stored answer as text, decompressed, by the number of its call. */
export async function storedBodies({ db }: Pick<TestApp, "db">): Promise<Map<number, string>> {
  const { rows } = await db.pool.query("select call_id, body, encoding from call_bodies order by call_id");
  return new Map(
    rows.map(({ call_id, body, encoding }) => [
      Number(call_id),
      (encoding === "gzip" ? gunzipSync(body) : body).toString("utf8"),
    ]),
  );
}
