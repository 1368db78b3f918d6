import { defineConfig } from "drizzle-kit";

const url = process.env.DATABASE_DIRECT_URL ?? process.env.DATABASE_URL;

/** `generate` and `check` need no database; `studio` reads DATABASE_URL. */
export default defineConfig({
  dialect: "postgresql",
  schema: "./src/database/schema/*.ts",
  out: "./migrations",
  casing: "snake_case",
  ...(url === undefined ? {} : { dbCredentials: { url } }),
});
