import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator/simulator.ts";

export const SEARCH_PATH = "/api/v1/sourcing/advanced/profiles/search";

/** Enough people for every filter, and few enough for a quick start. */
export const SMALL = 4_000;

export interface WirePage {
  readonly profiles: readonly Record<string, unknown>[];
  readonly total_count: number;
  readonly filtered_count: number;
  readonly next_page: number | null;
  readonly has_more: boolean;
  readonly filters_too_strict: boolean;
  readonly credits_consumed: number;
  readonly sourcing_credits_remaining: number;
  readonly request_id: string;
  readonly leonar_profiles_cached: number;
}

/** Lends a simulator and takes it back, whatever happens. */
export async function withSimulator<T>(
  options: SimulatorOptions,
  use: (simulator: Simulator) => Promise<T>,
): Promise<T> {
  const simulator = await startSimulator({ people: SMALL, ...options });
  try {
    return await use(simulator);
  } finally {
    await simulator.close();
  }
}

/** Sends one search with the right key. */
export function post(simulator: Simulator, body: unknown, init: RequestInit = {}): Promise<Response> {
  return fetch(`${simulator.url}${SEARCH_PATH}`, {
    method: "POST",
    headers: { authorization: `Bearer ${simulator.key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    redirect: "manual",
    ...init,
  });
}

export async function buy(simulator: Simulator, body: unknown): Promise<WirePage> {
  const response = await post(simulator, body);
  if (response.status !== 200) throw new Error(`status ${response.status}`);
  const answer = (await response.json()) as { data: WirePage };
  return answer.data;
}

export function idsOf(page: WirePage): string[] {
  return page.profiles.map((profile) => String(profile.profile_id));
}

/** Buys page after page until the server says that there are no more. */
export async function buyAll(simulator: Simulator, body: Record<string, unknown>): Promise<WirePage[]> {
  const pages: WirePage[] = [];
  for (let page = 1; ; page++) {
    const bought = await buy(simulator, { ...body, page });
    pages.push(bought);
    if (!bought.has_more) return pages;
  }
}
