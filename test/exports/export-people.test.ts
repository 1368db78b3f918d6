import { describe, expect, it } from "vitest";
import type { Candidate } from "../../src/exports/candidate.ts";
import { type ExportWriter, exportPeople, type SkippedCandidate } from "../../src/exports/export-people.ts";
import type { CompleteResult, ExportFilter, ExportSelector } from "../../src/exports/export-set.ts";
import { greenhouse } from "../../src/exports/formats/greenhouse.ts";
import { hubspot } from "../../src/exports/formats/hubspot.ts";
import { StoreUnavailable } from "../../src/values/errors.ts";
import { candidateOf } from "../support/candidates.ts";

const filter: ExportFilter = {
  since: null,
  specs: null,
  query: null,
  isNew: false,
  destination: "there",
  contacts: true,
};

/** A store of these people that completes as told, and what reached the sink. */
function makePorts(people: readonly Candidate[], completed: CompleteResult["kind"] | "away" = "recorded") {
  const did: string[] = [];
  const written: Candidate[] = [];
  const skipped: SkippedCandidate[] = [];
  const sink: ExportWriter = {
    write: async (some) => void written.push(...some),
    writeSkipped: async (some) => void skipped.push(...some),
    finish: async () => void did.push("finish"),
    publish: async () => void did.push("publish"),
    discard: async () => void did.push("discard"),
  };
  const keys = new Set<string>();
  const store: ExportSelector = {
    select: (_, work) =>
      work({
        people: people.length,
        more: [],
        async *batches() {
          yield [...people];
        },
        async markExported(some) {
          const isFresh = ({ key }: { key: string | null }) => key === null || !keys.has(key);
          const fresh = some.filter((one) => isFresh(one) && keys.add(one.key ?? one.profileId));
          return new Set(fresh.map(({ profileId }) => profileId));
        },
        async complete(_note, publish) {
          if (completed === "erased") return { kind: "erased", people: 1 };
          await publish();
          if (completed === "away") throw new StoreUnavailable("the connection was cut");
          return { kind: "recorded", exportId: 1 };
        },
      }),
  };
  const deps = { store, openWriter: async () => sink };
  return { ports: deps, did, written, skipped };
}

const request = (format: typeof greenhouse, signal = new AbortController().signal) => ({
  format,
  filter,
  options: {},
  signal,
});

describe("an export", () => {
  it("skips candidates whom the format cannot take, and says why", async () => {
    const people = [
      candidateOf({ profile_id: "whole", emails: ["a@x.example"] }),
      candidateOf({ profile_id: "one-name", first_name: "Suharto", last_name: "", full_name: "Suharto" }),
      candidateOf({ profile_id: "nameless", first_name: null, last_name: null, full_name: null }),
    ];
    const { ports: deps, written, skipped } = makePorts(people);
    expect(await exportPeople(deps, request(greenhouse))).toMatchObject({ people: 1, skipped: 2 });
    expect(written.map(({ profile_id }) => profile_id)).toEqual(["whole"]);
    expect(skipped.map(({ why }) => why)).toEqual([
      "no Last Name",
      "no name: the profile hides it or has none",
    ]);
  });

  it("gives HubSpot each address once, and no candidate without one", async () => {
    const people = [
      candidateOf({ profile_id: "a", emails: ["Same@x.example"] }),
      candidateOf({ profile_id: "b", emails: ["same@x.example", "other@x.example"] }),
      candidateOf({ profile_id: "c" }),
    ];
    const { ports: deps, skipped } = makePorts(people);
    expect(await exportPeople(deps, request(hubspot))).toMatchObject({ people: 1, skipped: 2 });
    expect(skipped.map(({ candidate, why }) => [candidate.profile_id, why])).toEqual([
      ["c", "no Email"],
      ["b", "the same Email or LinkedIn address as an earlier row"],
    ]);
  });

  it("removes its files if a person was erased in the meantime", async () => {
    const { ports: deps, did } = makePorts([candidateOf({})], "erased");
    const { completed } = await exportPeople(deps, request(greenhouse));
    expect(completed).toEqual({ kind: "erased", people: 1 });
    expect(did).toEqual(["finish", "discard"]);
  });

  it("removes its files if it cannot be recorded", async () => {
    const { ports: deps, did } = makePorts([candidateOf({})], "away");
    await expect(exportPeople(deps, request(greenhouse))).rejects.toThrow("if `sourcing exports` lists it");
    expect(did).toEqual(["finish", "publish", "discard"]);
  });

  it("stops at the signal and records nothing", async () => {
    const { ports: deps, did } = makePorts([candidateOf({})]);
    await expect(exportPeople(deps, request(greenhouse, AbortSignal.abort()))).rejects.toThrow();
    expect(did).toEqual(["discard"]);
  });
});
