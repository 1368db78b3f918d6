import {
  currentProcessIdentity,
  formatProcessIdentity,
  isAlive,
  parseProcessIdentity,
} from "../machine/process-identity.ts";

/** Returns the host name of this machine. */
export function hostName(): string {
  return currentProcessIdentity().hostname;
}

/** Returns the name under which this process holds leases. */
export function processName(): string {
  return formatProcessIdentity(currentProcessIdentity());
}

/** Returns words for the process of that name. */
export function describeProcess(name: string): string {
  const identity = parseProcessIdentity(name);
  return identity === null ? name : `process ${identity.pid} on ${identity.hostname}`;
}

/** Returns whether the process of that name has provably ended. */
export function isProcessDead(name: string): boolean {
  const identity = parseProcessIdentity(name);
  return identity !== null && !isAlive(identity);
}
