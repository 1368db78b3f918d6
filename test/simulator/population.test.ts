import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildPerson } from "../../src/simulator/invented-person.ts";
import { makePersonIds } from "../../src/simulator/person-id.ts";
import { makePopulation, pastJobs } from "../../src/simulator/population.ts";

const PEOPLE = 20_000;
const anyIndex = fc.integer({ min: 0, max: PEOPLE - 1 });
const anyDay = fc.integer({ min: 0, max: 60 });

describe("a population", () => {
  it("gives the same person for the same seed, index and day", () => {
    fc.assert(
      fc.property(fc.integer(), anyIndex, anyDay, (seed, index, day) => {
        const one = buildPerson(makePopulation({ seed, people: PEOPLE }), index, day);
        const other = buildPerson(makePopulation({ seed, people: PEOPLE }), index, day);
        expect(one).toEqual(other);
      }),
    );
  });

  it("does not change a person when it holds more people", () => {
    const small = makePopulation({ seed: 3, people: 10 });
    const large = makePopulation({ seed: 3, people: 1_000_000 });
    expect(buildPerson(small, 7, 2)).toEqual(buildPerson(large, 7, 2));
  });

  it("gives other people for another seed", () => {
    const one = makePopulation({ seed: 1, people: PEOPLE });
    const other = makePopulation({ seed: 2, people: PEOPLE });
    const cities = (population: typeof one): number[] =>
      Array.from({ length: 50 }, (_, index) => population.cityAt(index));
    expect(cities(one)).not.toEqual(cities(other));
  });

  it("gives everybody an id of their own that leads back to them", () => {
    const ids = makePersonIds(5, PEOPLE);
    const seen = new Set<string>();
    for (let index = 0; index < PEOPLE; index++) {
      const id = ids.toId(index, "Zoë 佐藤");
      seen.add(id);
      expect(ids.toIndex(id)).toBe(index);
    }
    expect(seen.size).toBe(PEOPLE);
    expect(ids.toIndex("jane-doe")).toBeUndefined();
    expect(ids.toIndex("")).toBeUndefined();
  });

  it("gives one to five jobs before any change, in one unbroken line", () => {
    const population = makePopulation({ seed: 1, people: PEOPLE });
    fc.assert(
      fc.property(anyIndex, anyDay, (index, day) => {
        const { jobs } = buildPerson(population, index, day);
        expect(jobs.length).toBeGreaterThan(0);
        expect(jobs[0]?.endDay).toBeNull();
        for (const [place, job] of jobs.entries()) {
          if (place > 0) expect(job.endDay).toBe(jobs[place - 1]?.startDay);
          expect(job.startDay).toBeLessThan(job.endDay ?? day + 1);
        }
      }),
    );
  });

  it("lets about one person in a hundred change jobs a day, for good", () => {
    const population = makePopulation({ seed: 1, people: PEOPLE });
    let changed = 0;
    for (let index = 0; index < PEOPLE; index++) {
      const before = buildPerson(population, index, 3);
      const after = buildPerson(population, index, 4);
      if (population.currentJob(index, 3) === population.currentJob(index, 4)) {
        expect(after.jobs).toEqual(before.jobs);
        continue;
      }
      changed++;
      expect(after.jobs[0]?.startDay).toBe(4);
      expect(after.jobs[1]).toEqual({ ...before.jobs[0], endDay: 4 });
      expect(after.jobs.slice(2)).toEqual(before.jobs.slice(1));
    }
    expect(changed / PEOPLE).toBeGreaterThan(0.007);
    expect(changed / PEOPLE).toBeLessThan(0.013);
  });

  it("lets some people become open to work and nobody stop being so", () => {
    const population = makePopulation({ seed: 1, people: PEOPLE });
    let opened = 0;
    for (let index = 0; index < PEOPLE; index++) {
      const before = population.isOpenToWork(index, 1);
      const after = population.isOpenToWork(index, 2);
      expect(before && !after).toBe(false);
      if (!before && after) opened++;
    }
    expect(opened).toBeGreaterThan(0);
    expect(opened).toBeLessThan(PEOPLE / 50);
  });

  it("counts the job of day 0 among the past ones once it has been left", () => {
    const population = makePopulation({ seed: 1, people: PEOPLE });
    const mover = Array.from({ length: PEOPLE }, (_, index) => index).find((index) =>
      population.changesJobOn(index, 1),
    );
    expect(mover).toBeDefined();
    expect([...pastJobs(population, mover ?? 0, 1)]).toContain(0);
    expect([...pastJobs(population, mover ?? 0, 0)]).not.toContain(0);
  });
});
