import { z } from "zod";
import { count, credits, flag, list, orNull, text, words } from "./json-fields.ts";

const noLimit = "no limit of its own";

const storedSpec = z.strictObject({
  spec: text("name of the spec"),
  search: z.record(z.string(), z.unknown()).describe("the parameters of the search, by the names of the API"),
  budgetCredits: orNull(credits("most credits in one run"), noLimit),
  lifetimeCredits: orNull(credits("most credits ever"), noLimit),
  maxPages: orNull(count("most pages in one run"), noLimit),
  refreshDays: count("days before a finished search is bought again"),
  stopAfterKnownPages: count("pages in a row without a new person that end a refresh; 0: none do"),
  nightly: flag("schedules take it"),
  enabled: flag("runs may take it"),
  priority: z.int().describe("higher goes first"),
  tags: words("its tags"),
  owner: orNull(text("who wants these people"), "not said"),
  notes: orNull(text("anything worth knowing"), "nothing"),
  revision: count("revision of the search, from 1"),
  fingerprint: text("hash of the search"),
  warnings: words("what is odd about it"),
});

/** `specs list` */
export const specsJson = list(storedSpec, "each stored spec");

/** `specs show SPEC`, which prints JSON without an option. */
export const specJson = storedSpec;

/** `specs check FILE` */
export const checkJson = z.strictObject({
  specs: count("good rows"),
  problems: words("what is wrong, a sentence each with line and column"),
  warnings: words("what is odd, a sentence each with line and column"),
});
