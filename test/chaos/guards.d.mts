/** A guard, where it stands, and the change that takes it away; see guards.mjs. */
export interface Guard {
  readonly guard: string;
  readonly file: string;
  readonly symbol: string;
  readonly body?: string;
  readonly call?: string;
  readonly constant?: string;
  readonly put?: string;
  /** The test files that notice its loss. */
  readonly tests: readonly string[];
}

export declare const GUARDS: readonly Guard[];

/**
 * The source without the guard.
 * @throws Error where the file has no such function, constant or call
 */
export declare function takeAway(source: string, guard: Guard): string;
