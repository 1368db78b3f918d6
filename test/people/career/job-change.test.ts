import { describe, expect, it } from "vitest";
import { leftJob } from "../../../src/people/career/job-change.ts";
import { mergeProfile } from "../../../src/people/merge.ts";
import { PLAIN, read } from "../profile-samples.ts";

interface Shown {
  readonly title?: string | null;
  readonly company?: string | null;
  readonly domain?: string | null;
  readonly start?: string | null;
}

const entryOf = ({ title = "Buyer", company = "Alt KG", domain = null, start = "2020-02" }: Shown) => ({
  ...{ title, company_name: company, company_domain: domain, start_date: start, is_current: true },
});

function left(from: Shown, to: Shown, more: readonly object[] = []) {
  const shown = (job: Shown, others: readonly object[] = []) =>
    read({ current_job: entryOf(job), experiences: [entryOf(job), ...others] });
  const before = mergeProfile(null, shown(from), PLAIN);
  return leftJob(before, mergeProfile(before, shown(to, more), PLAIN), PLAIN.receivedOn);
}

describe("a job does not change", () => {
  it.each([
    ["Acmewerk GmbH", "Acmewerk"],
    ["Acmewerk GmbH & Co. KG", "ACMEWERK"],
    ["Tuuli Oy", "Tuuli"],
    ["Tuuli Oyj", "tuuli oy"],
    ["Norrland Vind AB", "Norrland Vind"],
    ["Four Bleu S.A.R.L.", "Four Bleu SARL"],
    ["Moulins d'Aval S.A.", "Moulins d’Aval"],
    ["Reef Mutual Pty Ltd", "Reef Mutual"],
    ["Acme, Inc.", "Acme"],
    ["Acme Corp.", "Acme Corporation"],
    ["Zeitwerk Sp. z o.o.", "Zeitwerk"],
    ["Hvězda s.r.o.", "Hvezda"],
    ["Lindgrat A/S", "Lindgrat"],
    ["Société Générale", "SOCIETE GENERALE"],
    ["ООО Ромашка", "Ромашка"],
    ["株式会社海野", "海野"],
    ["AT&T", "AT & T"],
    ["Acme-Werk", "Acme Werk"],
    ["Q (formerly Chirper)", "Chirper"],
    ["Chirper", "Q (ex-Chirper)"],
    ["Chirper", "Q, formerly known as Chirper"],
  ])("where %s is written %s", (company, other) => {
    expect(left({ company }, { company: other })).toBeNull();
    expect(left({ company: other }, { company })).toBeNull();
  });

  it.each([
    ["Senior Engineer", "Senior Engineer 🚀"],
    ["Senior Engineer", "SENIOR ENGINEER"],
    ["VP, Product", "VP Product"],
    ["Entwickler (m/w/d)", "Entwickler"],
    ["Ingénieur", "Ingenieur"],
    ["R&D Lead", "R & D Lead"],
    ["⭐️ Head of Sales ⭐️", "Head of Sales"],
  ])("where %s is written %s", (title, other) => {
    expect(left({ title }, { title: other })).toBeNull();
  });

  it("where the company has another name under the same domain and start", () => {
    const [old, now] = [
      { company: "Chirper", domain: "chirper.example" },
      { company: "Q", domain: "Chirper.example" },
    ];
    expect(left(old, now)).toBeNull();
    expect(left(old, { ...now, start: "2026-10" })).toEqual({ title: "Buyer", companyName: "Chirper" });
    expect(left(old, { ...now, domain: "q.example" })).toEqual({ title: "Buyer", companyName: "Chirper" });
  });

  it("where another of the jobs that are held at once is named", () => {
    const seat = { title: "Board Member", company: "Verein", start: "2024" };
    const before = mergeProfile(
      null,
      read({ current_job: entryOf({}), experiences: [entryOf({}), entryOf(seat)] }),
      PLAIN,
    );
    const after = mergeProfile(
      before,
      read({ current_job: entryOf(seat), experiences: [entryOf({}), entryOf(seat)] }),
      PLAIN,
    );
    expect(leftJob(before, after, PLAIN.receivedOn)).toBeNull();
  });
});

describe("a job changes", () => {
  it.each<[Shown, Shown]>([
    [{ title: "C Developer" }, { title: "C++ Developer" }],
    [{ title: "VP Product" }, { title: "CPO" }],
    [{ title: "Engineer" }, { title: "Senior Engineer" }],
    [{ company: "Alt KG" }, { company: "Neu KG", start: "2026-10" }],
    [{ company: "AG Insurance" }, { company: "SE Insurance" }],
    [{ company: "Ford" }, { company: "Ford Foundation" }],
  ])("from %j to %j", (from, to) => {
    expect(left(from, to)).toEqual({ title: from.title ?? "Buyer", companyName: from.company ?? "Alt KG" });
  });

  it("where a list alone shows the move, and where a job was left before another began", () => {
    const before = mergeProfile(null, read({ current_job: entryOf({}), experiences: [entryOf({})] }), PLAIN);
    const ended = { ...entryOf({}), is_current: false, end_date: "2026-09" };
    const moved = read({
      current_job: null,
      experiences: [entryOf({ company: "Neu KG", start: "2026-10" }), ended],
    });
    const job = { title: "Buyer", companyName: "Alt KG" };
    expect(leftJob(before, mergeProfile(before, moved, PLAIN), PLAIN.receivedOn)).toEqual(job);
    const between = mergeProfile(before, read({ current_job: null, experiences: [ended] }), PLAIN);
    expect(leftJob(before, between, PLAIN.receivedOn)).toBeNull();
    expect(leftJob(between, mergeProfile(between, moved, PLAIN), PLAIN.receivedOn)).toEqual(job);
  });
});
