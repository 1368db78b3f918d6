import { describe, expect, it } from "vitest";
import { startSimulator } from "../../src/simulator/simulator.ts";

const MEGABYTE = 1024 * 1024;

describe("a large population", () => {
  it("finds people among a million without holding them", async () => {
    const before = process.memoryUsage().rss;
    const simulator = await startSimulator({ people: 1_000_000 });
    const product = simulator.search({ job_title: ["VP of Product"], location: ["Paris, France"] });
    const everybody = simulator.page({ page: 40_000 });
    await simulator.close();
    expect(product.length).toBeGreaterThan(300);
    expect(everybody).toHaveLength(25);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * MEGABYTE);
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
