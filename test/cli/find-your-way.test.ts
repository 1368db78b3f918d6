import { describe, expect, it } from "vitest";
import { EXAMPLE_SPECS, withCli } from "../support/test-cli.ts";

/** A dozen commands, each a process of its own. */
const SLOW = { timeout: 180_000 };

describe("sourcing schema", () => {
  it("lists views, tables and functions, and the columns of one with what they hold", SLOW, async () => {
    await withCli({}, async ({ sourcing }) => {
      const all = await sourcing(["schema"]);
      expect(all).toMatchObject({ code: 0, stderr: "" });
      expect(all.stdout).toMatch(/^Views:\n.* {2}candidates +One flat row per person.*Tables.*Functions:\n/s);
      expect(all.stdout).not.toMatch(/^ {2}contacts /m);
      const one = await sourcing(["schema", "Candidates"]);
      expect(one.stdout).toMatch(
        /^ {2}candidates \(view\) +One flat row .*\n {2}profile_id +text +The API's id/,
      );
      expect((await sourcing(["schema", "fold_list"])).stdout).toMatch(
        /^ {2}fold_list\(value text\) → text\[\] +The parts/,
      );
      const json = JSON.parse((await sourcing(["schema", "runs", "--json"])).stdout);
      expect(json).toMatchObject({ relations: [{ name: "runs", kind: "table" }], functions: [] });
      expect(await sourcing(["schema", "candidate"])).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("did you mean candidates"),
      });
      expect((await sourcing(["schema", "--contacts"])).stdout).toMatch(/^ {2}contacts /m);
    });
  });
});

describe("a slip of the pen", () => {
  it("is answered with what was most likely meant", SLOW, async () => {
    await withCli({}, async ({ sourcing }) => {
      await sourcing(["specs", "import", EXAMPLE_SPECS]);
      const slips: readonly (readonly [readonly string[], string])[] = [
        [["query", "new-this-weak"], "did you mean new-this-week?"],
        [["query", "title-place-skills", "--titel", "x"], "did you mean title?"],
        [["query", "select full_nam from candidates"], "did you mean full_name?"],
        [["query", "select * from candidate"], "did you mean candidates"],
        [["specs", "show", "paris-vp"], "paris-vp (did you mean paris-vp-product?)"],
        [["specs", "disable", "paris-vp-prodcut"], "did you mean paris-vp-product?"],
        [["plan", "--specs", "paris_vp_product"], "did you mean paris-vp-product?"],
        [["runs", "lats"], "did you mean last?"],
        [["runs", "12"], "there is no run 12, and none at all yet"],
        [["schedule", "remove", "nigthly"], "there is no schedule nigthly;"],
        [["shcema"], "Did you mean schema?"],
        [["runs", "--jsno"], "Did you mean --json?"],
      ];
      for (const [words, said] of slips)
        expect({ words, ...(await sourcing(words)) }).toMatchObject({
          words,
          code: 2,
          stdout: "",
          stderr: expect.stringContaining(said),
        });
    });
  });
});
