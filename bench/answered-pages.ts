import { makeLeonarClient } from "../src/leonar/client.ts";
import type { SearchAnswer } from "../src/leonar/profile-search.ts";
import { startSimulator } from "../src/simulator/simulator.ts";
import { parseSpec, type Spec } from "../src/specs/spec.ts";

const SEARCH = { job_title: ["Product Manager", "Software Engineer", "Data Scientist"] };
const PEOPLE = 40_000;

/** A spec of the search whose pages are answered here. */
export function specOf(name: string): Spec {
  return parseSpec({ spec: name, search: SEARCH });
}

/** The first so many pages of a search, each with 25 invented people, as the API answers. */
export async function answeredPages(pages: number): Promise<SearchAnswer[]> {
  const simulator = await startSimulator({ people: PEOPLE });
  try {
    const { key: apiKey, baseUrl } = simulator;
    const { search } = makeLeonarClient({ apiKey, baseUrl, timeoutMs: 20_000 });
    const answers: SearchAnswer[] = [];
    for (let page = 1; page <= pages; page += 1)
      answers.push(await search({ search: specOf("answered").search, page }));
    return answers;
  } finally {
    await simulator.close();
  }
}
