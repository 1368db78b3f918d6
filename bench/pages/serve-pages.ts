import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { makeInventor } from "../people/invent-person.ts";
import { distinctOf, pagesOf, type SearchPlan, shownOn, specOf } from "./search-plan.ts";

/** Texts of people that are made before the first page is asked for, and kept. */
const KEPT = 20_000;
const CREDITS = 100_000_000;

/**
 * Serves the pages of a plan, as the reference page shows them, from a process of its own. People are written before the
 * clock runs, so that a measurement has the processor for what it measures. Prints its port.
 * @param latencyMs before every answer
 * @param prefix of every profile_id, by which people differ from those of another server
 */
function servePages(plan: SearchPlan, latencyMs: number, prefix: string): void {
  const profileOf = makeProfiles(plan, prefix);
  let charged = 0;
  const answer = (spec: number, page: number) => {
    const profiles = shownOn(plan, spec, page).map(profileOf);
    const hasMore = page < pagesOf(plan);
    charged += profiles.length;
    const rest = JSON.stringify({
      ...{ total_count: plan.peoplePerSpec, filtered_count: profiles.length, has_more: hasMore },
      ...{
        next_page: hasMore ? page + 1 : null,
        filters_too_strict: false,
        credits_consumed: profiles.length,
      },
      ...{ sourcing_credits_remaining: CREDITS - charged, request_id: `bench-${charged}` },
    });
    return `{"data":{"profiles":[${profiles.join(",")}],${rest.slice(1)}}`;
  };
  const server = createServer(async (request, response) => {
    const { job_title: titles, page } = JSON.parse(await text(request));
    if (latencyMs > 0) await wait(latencyMs);
    const body = answer(specOf([titles].flat()[0]), page);
    response.writeHead(200, { "content-type": "application/json" }).end(body);
  });
  server.listen(0, "127.0.0.1", () => {
    process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
  });
}

function makeProfiles(plan: SearchPlan, prefix: string): (index: number) => string {
  const inventor = makeInventor(distinctOf(plan));
  const write = (index: number) =>
    inventor.write(index).replaceAll(inventor.idOf(index), prefix + inventor.idOf(index));
  const kept = Array.from({ length: Math.min(KEPT, distinctOf(plan)) }, (_, index) => write(index));
  return (index) => kept[index] ?? write(index);
}

const [specs, peoplePerSpec, latencyMs, prefix] = process.argv.slice(2);
if (specs === undefined || peoplePerSpec === undefined || latencyMs === undefined || prefix === undefined)
  throw new TypeError("give the number of specs, people a spec, milliseconds before an answer, and a prefix");
servePages({ specs: Number(specs), peoplePerSpec: Number(peoplePerSpec) }, Number(latencyMs), prefix);
