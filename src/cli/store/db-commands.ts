import type { Command } from "commander";
import { toCount } from "../command/option-values.ts";
import { withExitCode } from "../command/with-exit-code.ts";
import { databaseStatus, migrate, printUrl, psql, type UrlOptions } from "./db.ts";
import { WHO } from "./db-address.ts";
import { addDbCopyCommand } from "./db-copy.ts";
import { addDbDumpCommand } from "./db-dump.ts";
import { addDbRestoreCommand } from "./db-restore.ts";
import { type RolesOptions, showRoles } from "./db-roles.ts";
import { type ServeOptions, serve } from "./db-serve.ts";

const ROLES = WHO.join(", ");

/** `sourcing db …` */
export function addDatabaseCommands(program: Command): void {
  const db = program.command("db").description("the database");
  db.command("migrate")
    .description("bring the database up to date, and give each role its rights")
    .action(() => withExitCode(migrate));
  db.command("status")
    .description("say which database is used and whether it is up to date")
    .action(() => withExitCode(databaseStatus));
  db.command("serve")
    .description("keep the embedded server up for BI tools, and print the address at which they read")
    .option("--port <port>", "its port from now on; the one it had unless told", toCount)
    .action((options: ServeOptions) => withExitCode(() => serve(options)));
  db.command("url")
    .description("print its address, without the password")
    .option("--role <role>", ROLES, "owner")
    .option("--password", "with the password, on a terminal only")
    .action((options: UrlOptions) => withExitCode(() => printUrl(options)));
  db.command("psql")
    .description("open psql on it")
    .option("--role <role>", ROLES, "owner")
    .action(({ role }: { role: string }) => withExitCode(() => psql(role)));
  db.command("roles")
    .description("list the roles of the store, and print the SQL that makes those that are missing")
    .option("--create", "make them")
    .action((options: RolesOptions) => withExitCode(() => showRoles(options)));
  addDbCopyCommand(db);
  addDbDumpCommand(db);
  addDbRestoreCommand(db);
}
