import { once } from "node:events";
import { createServer } from "node:http";

export const SPECS = "spec,job_title\nbakers,Baker\nsmiths,Smith\n";
export const PAGES = 6;
export const PEOPLE_A_PAGE = 3;

/** Answers a search by the title that it asks for: six pages of three invented people, a credit each. */
function answer({ job_title: titles, page = 1 }) {
  const title = String([titles].flat()[0]);
  const isLast = page >= PAGES;
  const profiles = Array.from({ length: PEOPLE_A_PAGE }, (_, place) => ({
    profile_id: `${title.toLowerCase()}-${page}-${place}`,
    first_name: `Ada${page}`,
    last_name: `${title}son${place}`,
    headline: title,
    current_job: { title, company_name: "Invented Works" },
  }));
  return {
    profiles,
    total_count: PAGES * PEOPLE_A_PAGE,
    has_more: !isLast,
    next_page: isLast ? null : page + 1,
    credits_consumed: PEOPLE_A_PAGE,
    sourcing_credits_remaining: 5_000,
    request_id: `${title}-${page}`,
  };
}

/**
 * Serves the API to the stores of earlier versions: what they hold and what is bought later fit together for ever.
 * @param answersUpTo the last page that is answered; who asks for a later one waits
 */
export async function startSmallApi(answersUpTo = PAGES) {
  const asked = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (part) => {
      text += part;
    });
    request.on("end", () => {
      const body = JSON.parse(text);
      asked.push(`${[body.job_title].flat()[0]} ${body.page ?? 1}`);
      if ((body.page ?? 1) > answersUpTo) return;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ data: answer(body) }));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    /** What LEONAR_BASE_URL has to be. */
    baseUrl: `http://127.0.0.1:${server.address().port}/api/v1`,
    /** The titles and pages that were asked for, in their order. */
    asked,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
