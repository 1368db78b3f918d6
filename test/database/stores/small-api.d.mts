/** A sheet of two searches. */
export const SPECS: string;
/** How many pages each search has. */
export const PAGES: number;
export const PEOPLE_A_PAGE: number;

export interface SmallApi {
  /** What LEONAR_BASE_URL has to be. */
  readonly baseUrl: string;
  /** The titles and pages that were asked for, in their order. */
  readonly asked: readonly string[];
  close(): void;
}

/** @param answersUpTo the last page that is answered; who asks for a later one waits */
export function startSmallApi(answersUpTo?: number): Promise<SmallApi>;
