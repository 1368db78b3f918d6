import { z } from "zod";
import { checksCertificate, hasReadableFiles, withVerifiedTls } from "../database/database-url.ts";
import { DEFAULT_SCHEMA, namedSchema, withSchema } from "../database/namespace/store-schema.ts";
import { UsageError } from "../values/errors.ts";

const RESERVED_SCHEMA = /^(?:pg_.*|information_schema|sourcing_queue.*|drizzle)$/;

/** The address of a database. */
export const postgresUrl = z
  .string()
  .regex(/^postgres(ql)?:\/\//, {
    error: "expected postgres://user:password@host:port/database",
    abort: true,
  })
  .refine(URL.canParse, {
    error:
      "is not an address: percent-encode every character of user and password that is not a letter or digit, / as %2F",
    abort: true,
  })
  .refine(hasReadableFiles, "one of its files (sslrootcert, sslcert or sslkey) cannot be read")
  .transform(withVerifiedTls);

/** The name of the store's schema. That of its queue is longer, and Postgres cuts names after 63 bytes. */
export const schemaName = z
  .string()
  .regex(/^[a-z_][a-z0-9_]{0,47}$/, {
    error:
      "expected a name of small letters, digits and _, 48 at most and no digit first, so that SQL needs no quotes",
    abort: true,
  })
  .refine(
    (name) => !RESERVED_SCHEMA.test(name),
    "is a schema of Postgres, of queues or of migrations: name another",
  );

interface DatabaseVariables {
  readonly DATABASE_URL?: string | undefined;
  readonly DATABASE_DIRECT_URL?: string | undefined;
  readonly DATABASE_SCHEMA: string;
}

export interface DatabaseSettings {
  /** Null: the embedded Postgres. With the schema of the store: see `schemaOf`. */
  readonly databaseUrl: string | null;
  /** As `databaseUrl`, but not through a pooler. */
  readonly databaseDirectUrl: string | null;
  /** The schema of the store, also on the embedded Postgres. */
  readonly databaseSchema: string;
}

/** Without any setting: the embedded Postgres. */
export const USUAL_DATABASE: DatabaseSettings = {
  databaseUrl: null,
  databaseDirectUrl: null,
  databaseSchema: DEFAULT_SCHEMA,
};

/** Returns where the store is. @throws UsageError for an address that names another schema than DATABASE_SCHEMA */
export function readDatabaseSettings(values: DatabaseVariables): DatabaseSettings {
  const { DATABASE_URL: url, DATABASE_DIRECT_URL: directUrl, DATABASE_SCHEMA: schema } = values;
  const databaseUrl = url === undefined ? null : inSchema(url, "DATABASE_URL", schema);
  return {
    databaseUrl,
    databaseDirectUrl:
      directUrl === undefined ? databaseUrl : inSchema(directUrl, "DATABASE_DIRECT_URL", schema),
    databaseSchema: schema,
  };
}

function inSchema(url: string, name: string, schema: string): string {
  const named = namedSchema(url);
  if (named === null || named === schema || named === DEFAULT_SCHEMA) return withSchema(url, schema);
  throw new UsageError(
    `${name}: its parameter schema names another schema than DATABASE_SCHEMA: take it out, or set DATABASE_SCHEMA to it`,
  );
}

/**
 * Parses the address of a database. Its parameter `schema` names the schema there.
 * @param schema where the address names none
 * @throws UsageError without the address, because it may hold a password
 */
export function parseDatabaseUrl(text: string, name: string, schema: string): string {
  const parsed = postgresUrl.safeParse(text);
  if (!parsed.success) throw refuse(name, parsed.error);
  const named = schemaName.safeParse(namedSchema(parsed.data) ?? schema);
  if (!named.success) throw refuse(`${name}: schema`, named.error);
  return withSchema(parsed.data, named.data);
}

function refuse(name: string, { issues }: z.ZodError): UsageError {
  return new UsageError(`${name}: ${issues.map((issue) => issue.message).join("; ")}`);
}

/** @throws UsageError if one of the addresses asks for a checked certificate, and Node would check none */
export function assertSecureTls({
  DATABASE_URL: url,
  DATABASE_DIRECT_URL: directUrl,
}: DatabaseVariables): void {
  if (![url, directUrl].some((one) => one !== undefined && checksCertificate(one))) return;
  throw new UsageError(
    "NODE_TLS_REJECT_UNAUTHORIZED=0 accepts any certificate, the database's too: unset it",
  );
}
