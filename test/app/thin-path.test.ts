import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readSpecs } from "../../src/csv/read-specs.ts";
import { withWorld } from "../support/world.ts";

const specs = readSpecs(readFileSync(new URL("../../examples/specs.csv", import.meta.url))).specs.map(
  ({ spec }) => spec,
);

test("the thin path", async () => {
  await withWorld({}, async (world) => {
    for (const { spec, search } of specs) console.log(spec, world.simulator.search({ ...search }).length);
    for (const s of [
      { job_title: ["Product Manager"] },
      { location: ["Paris, France"] },
      { location: ["Berlin, Germany"] },
      { job_title: ["Software Engineer"] },
      { skills: ["Python"] },
      { location: ["London, United Kingdom"] },
    ])
      console.log(JSON.stringify(s), world.simulator.search(s as any).length);
    console.log(
      JSON.stringify(world.simulator.page({ location: ["Paris, France"], page: 1, reveal_info: true })[0]),
    );
    console.log(JSON.stringify(await world.run(specs), null, 1));
    console.log(world.simulator.charged());
  });
});
