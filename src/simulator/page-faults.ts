import type { Fault, FaultKind, FaultOf } from "./fault-script.ts";
import { PAGE_SIZE } from "./page-size.ts";
import { corruptProfile } from "./profile-corruptions.ts";
import type { SimulatedProfile } from "./wire-profile.ts";

/** The `data` of an answer; faults may set anything in it. */
export type PageData = Record<string, unknown> & { readonly profiles: readonly unknown[] };

const MEGABYTE = 1024 * 1024;

function override(data: PageData, fault: FaultOf<"override">): PageData {
  const removed = new Set(fault.remove);
  const changed: Record<string, unknown> = { ...data, ...fault.set };
  const kept = Object.fromEntries(Object.entries(changed).filter(([field]) => !removed.has(field)));
  return kept as PageData;
}

function misleadNextPage(data: PageData, page: number, to: FaultOf<"next_page">["to"]): PageData {
  const claimed = { ...data, has_more: true };
  switch (to) {
    case "same":
      return { ...claimed, next_page: page };
    case "backwards":
      return { ...claimed, next_page: page - 1 };
    case "null":
      return { ...claimed, next_page: null };
    case "url":
      return { ...claimed, next_page: `https://app.leonar.app/api/v1/sourcing?page=${page + 1}` };
    case "missing":
      return override(claimed, { kind: "override", remove: ["next_page"] });
  }
}

/** Pads the profiles, or the page itself where nobody is on it, to a size in MB. */
function enlarge(data: PageData, megabytes: number): PageData {
  const padding = (share: number): string => "p".repeat(Math.ceil((megabytes * MEGABYTE) / share));
  const count = data.profiles.length;
  if (count === 0) return { ...data, padding: padding(1) };
  const text = padding(count);
  return { ...data, profiles: data.profiles.map((profile) => ({ ...Object(profile), padding: text })) };
}

function corrupt(data: PageData, fault: FaultOf<"profile">): PageData {
  const place = fault.at ?? 0;
  const profiles = data.profiles.map((profile, position) =>
    place === "all" || place === position
      ? corruptProfile(profile as SimulatedProfile, fault.corruption)
      : profile,
  );
  return { ...data, profiles };
}

type Alterations = {
  readonly [Kind in FaultKind]?: (data: PageData, fault: FaultOf<Kind>, page: number) => PageData;
};

const ALTERATIONS: Alterations = {
  override: (data, fault) => override(data, fault),
  next_page: (data, fault, page) => misleadNextPage(data, page, fault.to),
  endless: (data, _, page) => ({ ...data, has_more: true, next_page: page + 1 }),
  big_page: (data, fault) => enlarge(data, fault.megabytes),
  profile: (data, fault) => corrupt(data, fault),
};

/** Makes a page say what its fault wants; other faults leave it as it is. */
export function alterPage(data: PageData, fault: Fault | undefined, page: number): PageData {
  if (fault === undefined) return data;
  const alter = ALTERATIONS[fault.kind] as
    | ((data: PageData, fault: Fault, page: number) => PageData)
    | undefined;
  return alter === undefined ? data : alter(data, fault, page);
}

/** Where the people of a page begin in a search's order, and whether the first comes again at its end. */
export function placeOfPage(
  fault: Fault | undefined,
  start: number,
  total: number,
): { start: number; repeatFirst: boolean } {
  if (fault?.kind === "shift") return { start: Math.max(0, start - fault.by), repeatFirst: false };
  if (fault?.kind === "endless" && fault.wrap === true && total > 0) {
    return { start: start % (Math.ceil(total / PAGE_SIZE) * PAGE_SIZE), repeatFirst: false };
  }
  return { start, repeatFirst: fault?.kind === "duplicate_person" };
}
