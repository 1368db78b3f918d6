import { describe, expect, it } from "vitest";
import { makeFaultPicker } from "../../src/simulator/fault-picker.ts";
import { type FaultScript, parseFaultScript } from "../../src/simulator/fault-script.ts";
import { makeSeededHash } from "../../src/simulator/seeded-hash.ts";
import { post, withSimulator } from "./with-simulator.ts";

function seqsPlayed(script: FaultScript, seed = 1, requests = 20): number[] {
  const pick = makeFaultPicker(script, makeSeededHash(seed));
  const seqs = Array.from({ length: requests }, (_, place) => place + 1);
  return seqs.filter((seq) => pick({ seq, page: seq % 4, text: `{"n":${seq}}` }) !== undefined);
}

const reset = { kind: "reset" } as const;

describe("a rule", () => {
  it.each([
    [{}, 20],
    [{ nth: 3 }, [3]],
    [{ page: 2 }, [2, 6, 10, 14, 18]],
    [{ every: 7 }, [7, 14]],
    [{ page: 2, every: 5 }, [10]],
    [{ fromSeq: 4, untilSeq: 6 }, [4, 5, 6]],
    [{ page: 2, times: 2 }, [2, 6]],
    [{ bodyIncludes: '"n":1' }, [1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]],
    [{ probability: 0 }, []],
    [{ probability: 1 }, 20],
  ])("with the conditions %j is played at %j", (when, expected) => {
    const played = seqsPlayed([{ when, fault: reset }]);
    expect(Array.isArray(expected) ? played : played.length).toEqual(expected);
  });

  it("with a probability is played at the same requests for the same seed only", () => {
    const script: FaultScript = [{ when: { probability: 0.3 }, fault: reset }];
    const played = seqsPlayed(script, 1, 1_000);
    expect(seqsPlayed(script, 1, 1_000)).toEqual(played);
    expect(seqsPlayed(script, 2, 1_000)).not.toEqual(played);
    expect(played.length).toBeGreaterThan(250);
    expect(played.length).toBeLessThan(350);
  });

  it("comes before the ones after it", () => {
    const pick = makeFaultPicker(
      [
        { when: { nth: 1 }, fault: { kind: "hang" } },
        { when: {}, fault: reset },
      ],
      makeSeededHash(1),
    );
    expect(pick({ seq: 1, page: 1, text: "" })?.kind).toBe("hang");
    expect(pick({ seq: 2, page: 1, text: "" })?.kind).toBe("reset");
  });
});

describe("a script", () => {
  it.each([
    null,
    {},
    [{ fault: reset }],
    [{ when: {}, fault: { kind: "explode" } }],
    [{ when: { pages: 1 }, fault: reset }],
    [{ when: {}, fault: { kind: "cut", framing: "none" } }],
    [{ when: {}, fault: { kind: "reset", chargd: true } }],
    [{ when: {}, fault: { kind: "profile", corruption: "unheard of" } }],
  ])("is refused when it is %j", (script) => {
    expect(() => parseFaultScript(script)).toThrow();
  });

  it("is replaced as a whole, and its counters with it", () =>
    withSimulator({ people: 100 }, async (simulator) => {
      const statuses = async (): Promise<number[]> => [
        (await post(simulator, {})).status,
        (await post(simulator, {})).status,
      ];
      const script: FaultScript = [
        { when: { times: 1 }, fault: { kind: "error", code: "rate_limit_exceeded" } },
      ];
      simulator.setFaults(script);
      expect(await statuses()).toEqual([429, 200]);
      simulator.setFaults(script);
      expect(await statuses()).toEqual([429, 200]);
      simulator.setFaults([]);
      expect(await statuses()).toEqual([200, 200]);
    }));
});
