import { describe, expect, it } from "vitest";
import { hashProfiles, planPage } from "../../src/people/page-plan.ts";
import { parseProfile } from "../../src/people/profile.ts";
import { PLAIN, RAW } from "./profile-samples.ts";

/** A page that shows one person in each of these headlines, applied after a later call has shown them in the last of `later`. */
function planLatePage(headlines: readonly string[], later: string) {
  const received = (list: readonly string[]) =>
    hashProfiles(
      list.map((headline, index) => parseProfile({ ...RAW, headline }, index)),
      PLAIN,
    );
  const [shownLater] = received([later]);
  if (shownLater?.kind !== "profile") throw new Error("the sample must be readable");
  const known = {
    stored: null,
    before: null,
    newest: null,
    later: [{ profile: shownLater.profile, detail: PLAIN, version: { id: 7, hash: shownLater.hash } }],
    next: { id: 7, hash: shownLater.hash },
    inPass: false,
  };
  return planPage(received(headlines), new Map([[RAW.profile_id, known]]), PLAIN, 0);
}

describe("a page that is applied after a later one", () => {
  it("adds no version if it shows a person twice as the later page shows them", () => {
    const { versions, sightings } = planLatePage(["VP Product", "VP Product"], "VP Product");
    expect(versions).toEqual([]);
    expect(sightings.map(({ version }) => version)).toEqual([{ id: 7 }, { id: 7 }]);
  });

  it("adds the versions that it alone shows, and shares its last one with the later page", () => {
    const { versions, sightings } = planLatePage(["CTO", "VP Product", "VP Product"], "VP Product");
    expect(versions).toHaveLength(1);
    expect(sightings.map(({ version }) => version)).toEqual([{ place: 0 }, { id: 7 }, { id: 7 }]);
  });

  it("keeps a version apart from the later one if another came between", () => {
    const { versions } = planLatePage(["VP Product", "CTO"], "VP Product");
    expect(versions).toHaveLength(2);
  });
});
