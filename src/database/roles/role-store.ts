import type { StoreRole } from "./store-role.ts";

export interface RoleSummary {
  readonly role: StoreRole;
  readonly exists: boolean;
  /** Whether there is a login for it. */
  readonly hasLogin: boolean;
  /** Whether it may do all that it should and nothing else. */
  readonly ready: boolean;
}

/** The roles that a store knows beside its owner. Every method may throw StoreUnavailable. */
export interface RoleStore {
  list(): Promise<readonly RoleSummary[]>;
  /** SQL with which an administrator makes these roles and a login for each, passwords included. */
  recipe(roles: readonly StoreRole[]): Promise<string>;
  /** Makes a role and its login ready and gives the address to log in at, password included. @throws UsageError where we may not */
  addressOf(role: StoreRole): Promise<string>;
}
