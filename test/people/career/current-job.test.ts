import { describe, expect, it } from "vitest";
import { currentJobIn, isCurrentOn } from "../../../src/people/career/current-job.ts";
import { readEnd } from "../../../src/people/career/end-of-job.ts";
import { mergeProfile } from "../../../src/people/merge.ts";
import { toExperience } from "../../../src/people/profile-experience.ts";
import { makeProfileNotes } from "../../../src/people/profile-notes.ts";
import { PLAIN, read } from "../profile-samples.ts";

const TODAY = "2026-11-29";
const entry = (raw: object) => {
  const experience = toExperience({ title: "Buyer", ...raw }, { path: "", notes: makeProfileNotes() });
  if (experience === null) throw new Error("the sample says nothing");
  return experience;
};
const isCurrent = (raw: object) => isCurrentOn(entry(raw), TODAY);
const NO_JOB = { title: null, companyName: null };

describe("the end of a job", () => {
  const open = [
    ...[
      "Present",
      "present ",
      "PRESENT",
      "Current",
      "Now",
      "to date",
      "ongoing",
      "till now",
      "Present (remote)",
    ],
    ...[
      "Heute",
      "bis heute",
      "aktuell",
      "Aujourd'hui",
      "Aujourd’hui",
      "en cours",
      "Actualidad",
      "Actualmente",
    ],
    ...["oggi", "Attuale", "atual", "o momento", "heden", "nu", "idag", "Nykyinen", "obecnie", "součastnost"],
    ...[
      "По настоящее время",
      "сегодня",
      "至今",
      "现在",
      "現在",
      "현재",
      "الآن",
      "היום",
      "σήμερα",
      "วันนี้",
      "hiện tại",
    ],
    ...["वर्तमान", "halen", "prezent", "sekarang", "9999-12-31", "2999"],
  ];
  it.each(open)("%j says that the job goes on", (text) => {
    expect(readEnd(text)).toBe("open");
    expect(isCurrent({ start_date: "2021-03", end_date: text })).toBe(true);
    expect(isCurrent({ start_date: "2021-03", end_date: text, is_current: false })).toBe(true);
    expect(entry({ end_date: text })).toMatchObject({ endDate: null, isCurrent: true });
  });

  it.each(["-", "–", "?", "N/A", "null", "None", "NaN", " . "])("%j says nothing", (text) => {
    expect(readEnd(text)).toBe("nothing");
    expect(entry({ end_date: text })).toMatchObject({ endDate: null, isCurrent: null });
    expect(isCurrent({ end_date: text, is_current: false })).toBe(false);
  });

  it.each(["2024", "2024-05", "Jan 2020", "12/2019", "unknown", "Unbekannt", "March", "beendet", "terminé"])(
    "%j is an end, or unknown",
    (text) => {
      expect(readEnd(text)).toBe("text");
      expect(isCurrent({ start_date: "2015", end_date: text })).toBe(false);
      expect(entry({ end_date: text }).endDate).not.toBeNull();
    },
  );
});

describe("a job", () => {
  it("is held until the end that is to come, and not before it begins, whatever else is said", () => {
    expect(isCurrent({ start_date: "2025-09", end_date: "2027-06" })).toBe(true);
    expect(isCurrent({ start_date: "2025-09", end_date: "2027", is_current: false })).toBe(true);
    expect(isCurrent({ start_date: "2025-09", end_date: "2026-12-01" })).toBe(true);
    expect(isCurrent({ start_date: "2025-09", end_date: "2026-11" })).toBe(false);
    expect(isCurrent({ start_date: "2027-02", is_current: true })).toBe(false);
    expect(isCurrent({ start_date: "2027-02", end_date: "2028" })).toBe(false);
    expect(isCurrent({ start_date: "2026-11-29" })).toBe(true);
  });

  it("is held as the answer says where no day to come is named", () => {
    expect(isCurrent({ end_date: "2020", is_current: true })).toBe(true);
    expect(isCurrent({ is_current: false })).toBe(false);
    expect(isCurrent({})).toBe(true);
  });
});

describe("of several jobs held at once", () => {
  const list = (...raws: object[]) => raws.map(entry);
  const main = { title: "Chief Executive Officer", company_name: "Lindgrat AG", start_date: "2018" };

  it.each([
    "Board Member",
    "Member of the Board of Directors",
    "Non-Executive Director",
    "Mitglied des Aufsichtsrats",
    "Beirat",
    "Advisor",
    "Advisory Board Member",
    "Trustee",
    "Mentor",
    "Angel Investor & Mentor",
    "Administrateur indépendant",
    "Volunteer",
    "社外取締役",
  ])("the main one counts rather than %s", (title) => {
    const seat = { title, company_name: "Verein", start_date: "2024-05" };
    for (const jobs of [list(main, seat), list(seat, main)])
      expect(currentJobIn(jobs, TODAY, NO_JOB)?.title).toBe("Chief Executive Officer");
    expect(currentJobIn(list(seat), TODAY, NO_JOB)?.title).toBe(title);
  });

  it("a member of a management board has a main job, and so has a financial advisor", () => {
    for (const title of ["Member of the Management Board", "Financial Advisor", "Board Games Designer"].slice(
      0,
      2,
    ))
      expect(
        currentJobIn(list(main, { title, company_name: "Neu", start_date: "2024" }), TODAY, NO_JOB)?.title,
      ).toBe(title);
  });

  it("the one that is known stays, else the newest counts", () => {
    const both = list(main, { title: "Lecturer", company_name: "Uni", start_date: "2022" });
    expect(
      currentJobIn(both, TODAY, { title: "chief executive officer", companyName: "Lindgrat" })?.title,
    ).toBe("Chief Executive Officer");
    expect(currentJobIn(both, TODAY, NO_JOB)?.title).toBe("Lecturer");
  });
});

describe("a profile without current_job", () => {
  const job = (change: object) => ({
    title: "Planner",
    company_name: "Havn AS",
    start_date: "2016-01",
    ...change,
  });
  const listed = (...experiences: object[]) => read({ current_job: null, experiences });
  const nameOf = ({
    currentTitle,
    currentCompany,
  }: {
    currentTitle: string | null;
    currentCompany: string | null;
  }) => [currentTitle, currentCompany].join(" at ");

  it("has the job that its list shows as held", () => {
    const both = listed(
      job({ end_date: "2022-03" }),
      job({ title: "Head", company_name: "Fjordkai AS", start_date: "2022-04", is_current: true }),
    );
    expect(nameOf(mergeProfile(null, both, PLAIN))).toBe("Head at Fjordkai AS");
  });

  it("moves with the list, keeps a job that goes on and loses one that has ended", () => {
    const before = mergeProfile(null, read({ current_job: job({}), experiences: [job({})] }), PLAIN);
    const moved = listed(
      job({ end_date: "2026-09" }),
      job({ title: "Site Manager", company_name: "Tuuli Oy", start_date: "2026-10" }),
    );
    expect(nameOf(mergeProfile(before, moved, PLAIN))).toBe("Site Manager at Tuuli Oy");
    expect(nameOf(mergeProfile(before, listed(job({ end_date: "Present" })), PLAIN))).toBe(
      "Planner at Havn AS",
    );
    expect(nameOf(mergeProfile(before, listed(job({ end_date: "2026-09" })), PLAIN))).toBe(" at ");
  });
});
