import { UsageError } from "../../values/errors.ts";

/** The user of the database may not make a role, or not give it its rights; says what an administrator can run. */
export class NoPrivilege extends UsageError {}
