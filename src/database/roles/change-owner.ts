import { queueSchemaOf } from "../../queue/queue-schema.ts";
import { DEFAULT_SCHEMA, migrationsSchema } from "../namespace/store-schema.ts";
import { ROLE_NAMES } from "./store-role.ts";

/**
 * Returns SQL that makes the migrator the owner of the store, so that each of its logins can change what another has created. It
 * changes the objects of the current user and leaves those of extensions alone, and the schema `public`, which is the database's.
 */
export function changeOwner(schema: string): string {
  const queue = queueSchemaOf(schema);
  const ownSchemas = [migrationsSchema(schema), queue].filter((name) => name !== DEFAULT_SCHEMA);
  const typed = namesOf([schema, queue]);
  return `do $$
declare statement text;
begin
  for statement in
    select format('alter schema %I owner to ${ROLE_NAMES.migrator.role}', nspname) from pg_namespace
      where nspname in (${namesOf(ownSchemas)}) and pg_has_role(nspowner, 'usage')
    union all select format('alter %s %s owner to ${ROLE_NAMES.migrator.role}',
        case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end,
        oid::regclass)
      from pg_class where relkind in ('r', 'p', 'v', 'm', 'S') and pg_has_role(relowner, 'usage')
        and relnamespace in (select oid from pg_namespace where nspname in (${namesOf([schema, migrationsSchema(schema), queue])}))
        and not exists (select from pg_depend where classid = 'pg_class'::regclass and objid = pg_class.oid and deptype in ('a', 'e', 'i'))
    union all select format('alter routine %s owner to ${ROLE_NAMES.migrator.role}', oid::regprocedure)
      from pg_proc where pg_has_role(proowner, 'usage')
        and pronamespace in (select oid from pg_namespace where nspname in (${typed}))
        and not exists (select from pg_depend where classid = 'pg_proc'::regclass and objid = pg_proc.oid and deptype = 'e')
    union all select format('alter type %s owner to ${ROLE_NAMES.migrator.role}', oid::regtype)
      from pg_type where typtype in ('d', 'e') and pg_has_role(typowner, 'usage')
        and typnamespace in (select oid from pg_namespace where nspname in (${typed}))
        and not exists (select from pg_depend where classid = 'pg_type'::regclass and objid = pg_type.oid and deptype = 'e')
  loop execute statement; end loop;
end $$`;
}

/** A schema has a name of small letters, digits and underscores. */
function namesOf(schemas: readonly string[]): string {
  return schemas.map((schema) => `'${schema}'`).join(", ");
}
