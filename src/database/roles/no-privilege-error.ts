import { UsageError } from "../../values/errors.ts";

/** The user of the database may not create a role or grant its rights. The message says what an administrator can run. */
export class NoPrivilege extends UsageError {}
