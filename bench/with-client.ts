import pg from "pg";

/** Lends a connection of its own, outside the pool, whose pipeline takes neither COPY nor simple measuring. */
export async function withClient<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
