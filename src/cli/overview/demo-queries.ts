import type { App } from "../../composition/open-app.ts";
import { renderRows } from "../screen/render-rows.ts";
import { screenWidth } from "../screen/screen-width.ts";
import { writeOut } from "../screen/write-out.ts";

const QUESTIONS = [
  {
    asks: "Where do the most of them work?",
    sql: `select current_company as company, count(*) as people from candidates
group by company order by people desc, company limit 5`,
  },
  {
    asks: "Who was found by the most searches?",
    sql: `select full_name, current_title, current_company, cardinality(specs) as found_by from candidates
order by found_by desc, full_name limit 5`,
  },
  {
    asks: "Which search paid off best?",
    sql: `select spec, credits, round(new_to_store, 2) as new_to_store,
  round(credits_per_new_person, 2) as credits_per_new_person
from spend_by_spec order by credits_per_new_person, spec limit 5`,
  },
];

/** Asks what was just bought a few questions in SQL, and says how to ask more. */
export async function answerDemoQueries({ people, config }: App): Promise<void> {
  const layout = { format: "table", width: screenWidth(), limit: null } as const;
  for (const { asks, sql } of QUESTIONS) {
    process.stdout.write(`\n${asks}\n${sql.replace(/^/gm, "  ")}\n`);
    await people.query({ statement: sql }, (answer) => writeOut(renderRows(answer, layout)));
  }
  process.stdout.write(
    `\nThe people are invented and kept in ${config.home}, apart from yours. Run it again: everything is fresh, nothing is bought.\n` +
      "For the real thing put LEONAR_API_KEY into .env, then: npx sourcing specs template > specs.csv\n",
  );
}
