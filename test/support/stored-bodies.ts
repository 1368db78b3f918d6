import { gunzipSync } from "node:zlib";
import type { TestApp } from "./test-app.ts";

/** The bytes of every stored answer, decompressed, by the number of its call. */
export async function storedBytes({ db }: Pick<TestApp, "db">): Promise<Map<number, Buffer>> {
  const { rows } = await db.pool.query("select call_id, body, encoding from call_bodies order by call_id");
  return new Map(
    rows.map(({ call_id, body, encoding }) => [
      Number(call_id),
      encoding === "gzip" ? gunzipSync(body) : body,
    ]),
  );
}

/** As `storedBytes`, as text. */
export async function storedBodies(app: Pick<TestApp, "db">): Promise<Map<number, string>> {
  return new Map([...(await storedBytes(app))].map(([call, bytes]) => [call, bytes.toString("utf8")]));
}
