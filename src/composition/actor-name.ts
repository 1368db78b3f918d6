import { userInfo } from "node:os";
import { hostName } from "./process-name.ts";

/** Returns who runs this process, as account@host. An account without an entry in the list of accounts is its number. */
export function actorName(): string {
  return `${accountName()}@${hostName()}`;
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid ${process.getuid?.() ?? "unknown"}`;
  }
}
