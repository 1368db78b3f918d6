/** What a session or a token may do: read figures and people, see contacts, spend, erase. */
export const SCOPES = ["read", "contacts", "run", "privacy"] as const;
export type Scope = (typeof SCOPES)[number];

/** Who uses the console. */
export interface Identity {
  /** The name in the audit: the account that started the console, or a token's. */
  readonly actor: string;
  readonly scopes: ReadonlySet<Scope>;
}
