/** Which people which search finds: every search shares its halves with its neighbours, in a ring. */
export interface SearchPlan {
  readonly specs: number;
  /** A whole number of pages. */
  readonly peoplePerSpec: number;
}

export const PAGE_SIZE = 25;
/** Its number is how the server tells a search from the others. */
const TITLE = "Bench ";

/** Profiles that all searches return together; half of them somebody whom another search finds too. */
export function returnedOf({ specs, peoplePerSpec }: SearchPlan): number {
  return specs * peoplePerSpec;
}

export function distinctOf(plan: SearchPlan): number {
  return returnedOf(plan) / 2;
}

export function pagesOf({ peoplePerSpec }: SearchPlan): number {
  return peoplePerSpec / PAGE_SIZE;
}

/** The people on a page, from 1. */
export function shownOn(plan: SearchPlan, spec: number, page: number): number[] {
  const first = (spec * plan.peoplePerSpec) / 2 + (page - 1) * PAGE_SIZE;
  return Array.from({ length: PAGE_SIZE }, (_, at) => (first + at) % distinctOf(plan));
}

export function specOf(jobTitle: string): number {
  return Number(jobTitle.slice(TITLE.length));
}

/** The CSV of the plan, each search with all details of people. */
export function toCsv({ specs }: SearchPlan): string {
  const rows = Array.from({ length: specs }, (_, spec) => `bench-${spec},${TITLE}${spec},yes,yes,0`);
  return ["spec,job_title,detailed_experience,detailed_education,stop_after_known_pages", ...rows, ""].join(
    "\n",
  );
}
