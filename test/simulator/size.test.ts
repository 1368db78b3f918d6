import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { startSimulator } from "../../src/simulator/simulator.ts";

const PEOPLE = 1_000_000;
/** Less than any object takes: the numbers that a remembered search found are held, nothing of the people. */
const MOST_BYTES_A_PERSON = 20;

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

/** What is in use once everything that can be freed has been. */
function heldBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

describe("a large population", () => {
  it("finds people among a million without holding them", async () => {
    const before = heldBytes();
    const simulator = await startSimulator({ people: PEOPLE });
    const product = simulator.search({ job_title: ["VP of Product"], location: ["Paris, France"] });
    const everybody = simulator.page({ page: 40_000 });
    const held = heldBytes() - before;
    await simulator.close();
    expect(product.length).toBeGreaterThan(300);
    expect(everybody).toHaveLength(25);
    expect(held).toBeLessThan(PEOPLE * MOST_BYTES_A_PERSON);
  });

  it("holds enough of the common people and few of the rare ones", async () => {
    const simulator = await startSimulator();
    const count = (body: Record<string, unknown>): number => simulator.search(body).length;
    expect(count({})).toBe(100_000);
    expect(count({ job_title: ["Software Engineer"] })).toBeGreaterThan(2_000);
    const narrow = count({ job_title: ["VP of Product"], location: ["Paris, France"] });
    expect(narrow).toBeGreaterThan(30);
    expect(narrow).toBeLessThan(400);
    expect(count({ job_title: ["Quantum Algorithm Researcher"], location: ["Reykjavík"] })).toBe(0);
    await simulator.close();
  });
});
