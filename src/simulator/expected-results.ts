import type { PageBuilder } from "./page-builder.ts";
import { PAGE_SIZE } from "./page-size.ts";
import { parseSearchBody, type SearchBody } from "./search-body.ts";
import type { SearchIndex } from "./search-index.ts";
import type { SimulatedProfile } from "./wire-profile.ts";

type AnyBody = Readonly<Record<string, unknown>>;

/** What the API would answer, for tests to compare with; costs nothing. */
export interface ExpectedResults {
  /** Ids of all people that a body finds today, in the order of the pages. Throws on a body the API refuses. */
  search(body: AnyBody): string[];
  /** The profiles that the page named in a body shows today, without any fault. */
  page(body: AnyBody): SimulatedProfile[];
  /** One person as a body's detail and contact parameters show them; undefined for an id that nobody has. */
  profile(profileId: string, body?: AnyBody): SimulatedProfile | undefined;
}

export interface ExpectedResultsDeps {
  readonly index: SearchIndex;
  readonly pages: PageBuilder;
  readonly currentDay: () => number;
}

function parseOrThrow(body: AnyBody): SearchBody {
  const parsed = parseSearchBody(body);
  if (!parsed.ok) throw new Error(parsed.problem);
  return parsed.body;
}

export function makeExpectedResults({ index, pages, currentDay }: ExpectedResultsDeps): ExpectedResults {
  return {
    search: (body) =>
      Array.from(index.find(parseOrThrow(body), currentDay()), (person) => pages.idOf(person)),
    page(body) {
      const parsed = parseOrThrow(body);
      const start = (parsed.page - 1) * PAGE_SIZE;
      const people = index.find(parsed, currentDay()).subarray(start, start + PAGE_SIZE);
      return Array.from(people, (person) => pages.profileOf(person, currentDay(), parsed));
    },
    profile(profileId, body = {}) {
      const person = pages.indexOf(profileId);
      const parsed = parseOrThrow(body);
      return person === undefined ? undefined : pages.profileOf(person, currentDay(), parsed);
    },
  };
}
