import type { Fault } from "./fault-script.ts";

const DATA_START = '{"data":{';
const PROFILE_START = '{"profile_id":';
const DEFAULT_DEPTH = 10_000;
const POLLUTION = '"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},';

function insertIntoProfiles(text: string, insertion: (nth: number) => string): string {
  let nth = 0;
  return text.replaceAll(PROFILE_START, () => `{${insertion(nth++)}${PROFILE_START.slice(1)}`);
}

function insertIntoData(text: string, insertion: string): string {
  return text.replace(DATA_START, () => `${DATA_START}${insertion}`);
}

/** The true value comes last: that is the one a JSON parser keeps. */
function doubleKeys(text: string): string {
  const doubled = insertIntoData(text, '"credits_consumed":0,"has_more":false,');
  return insertIntoProfiles(doubled, (nth) => `"profile_id":"shadow-${nth}",`);
}

function nest(text: string, depth: number): string {
  return insertIntoData(text, `"deep":${"[".repeat(depth)}${"]".repeat(depth)},`);
}

/** 2^53 + 1 and above: numbers that a JSON parser rounds in silence. */
function addHugeIds(text: string): string {
  return insertIntoProfiles(text, (nth) => `"member_id":${9_007_199_254_740_993n + 2n * BigInt(nth)},`);
}

/** Spoils the JSON text of an answer; other faults leave it as it is. */
export function alterText(text: string, fault: Fault | undefined): string {
  switch (fault?.kind) {
    case "malformed_json":
      return `${text.slice(0, -1)},,}`;
    case "doubled_keys":
      return doubleKeys(text);
    case "proto_keys":
      return insertIntoProfiles(insertIntoData(text, POLLUTION), () => POLLUTION);
    case "deep":
      return nest(text, fault.depth ?? DEFAULT_DEPTH);
    case "huge_ids":
      return addHugeIds(text);
    default:
      return text;
  }
}
