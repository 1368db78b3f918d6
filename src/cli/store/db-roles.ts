import { ROLE_NAMES, ROLE_PURPOSES, STORE_ROLES } from "../../database/roles/store-role.ts";
import { withApp } from "../command/with-app.ts";

export interface RolesOptions {
  /** Makes those that are missing. */
  readonly create?: boolean;
}

/** Lists the roles, and prints the SQL that makes the others. @throws UsageError */
export async function showRoles(options: RolesOptions): Promise<void> {
  return withApp(async ({ roles }) => {
    if (options.create === true) {
      for (const role of STORE_ROLES) await roles.addressOf(role);
    }
    const states = await roles.list();
    for (const { role, exists, hasLogin, ready } of states) {
      const state = ready
        ? "ready"
        : exists
          ? hasLogin
            ? "lacks rights or limits"
            : "has no login"
          : "missing";
      process.stdout.write(`${ROLE_NAMES[role].role} (${state}): ${ROLE_PURPOSES[role]}\n`);
    }
    const missing = states.filter(({ hasLogin }) => !hasLogin).map(({ role }) => role);
    if (missing.length > 0) process.stdout.write(`\n${await roles.recipe(missing)}\n`);
    process.stderr.write(
      toNextStep(
        missing.length > 0,
        states.some(({ ready }) => !ready),
      ),
    );
  });
}

function toNextStep(someMissing: boolean, someUnready: boolean): string {
  if (someMissing) {
    return (
      "`sourcing db roles --create` makes them, where the user of the database may make roles; else an administrator runs " +
      "the SQL above, then `sourcing db migrate`, which gives each its rights.\n"
    );
  }
  return someUnready
    ? "`sourcing db migrate` gives each its rights and limits.\n"
    : "`sourcing db url --role NAME --password` prints the address for one of them, on a terminal.\n";
}
