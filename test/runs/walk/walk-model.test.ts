import { expect, it } from "vitest";
import { seededRandom } from "../../support/crashing.ts";
import { type ModelCall, type ModelLease, ModelStore, makeModelWalk } from "../../support/model.ts";

const SEEDS = Number(process.env.SIMULATION_SEEDS ?? 3_000);
const CHAOS_STEPS = 150;

/** A worker between two transactions. */
type Phase =
  | { readonly kind: "idle" }
  | { readonly kind: "walking"; readonly lease: ModelLease }
  | { readonly kind: "sent"; readonly lease: ModelLease; readonly call: ModelCall }
  | {
      readonly kind: "heard";
      readonly lease: ModelLease;
      readonly call: ModelCall;
      readonly outcome: "answered" | "refused" | "unknown";
    };

const IDLE: Phase = { kind: "idle" };

/** The API and the workers on it, a step at a time, as a seed decides. */
class Simulation {
  private readonly random: () => number;
  private readonly store: ModelStore;
  private readonly workers: Phase[];
  private charged = 0;
  private isChaos = true;

  constructor(seed: number) {
    const random = seededRandom(seed);
    const upTo = (most: number) => Math.floor(random() * (most + 1));
    const walks = Array.from({ length: 1 + upTo(5) }, () => {
      const pages = Array.from({ length: 1 + upTo(5) }, () => 1 + upTo(24));
      return makeModelWalk(pages, 25 + upTo(250));
    });
    this.random = random;
    this.store = new ModelStore(upTo(600), walks);
    this.workers = Array.from({ length: 1 + upTo(5) }, () => IDLE);
  }

  run(): void {
    for (let step = 0; step < CHAOS_STEPS; step += 1) this.step();
    this.heal();
    const { walks, calls } = this.store;
    const most = 20 * (this.workers.length + 1) * walks.reduce((sum, { pages }) => sum + pages.length + 2, 0);
    let steps = 0;
    for (; walks.some(({ ended }) => !ended); steps += 1) {
      expect(steps).toBeLessThan(most);
      this.step();
    }
    expect(calls.filter(({ status }) => status === "sent")).toEqual([]);
    expect(this.store.booked("reserved")).toBe(0);
  }

  /** Whoever is dead is known to be, and nothing fails any more. */
  private heal(): void {
    this.isChaos = false;
    this.workers.fill(IDLE);
    for (const walk of this.store.walks) walk.free = true;
  }

  private step(): void {
    const place = Math.floor(this.random() * this.workers.length);
    const phase = this.workers[place] ?? IDLE;
    if (this.isChaos && this.random() < 0.06) this.workers[place] = this.disturb(phase);
    else this.workers[place] = this.work(phase);
    this.check();
  }

  /** Dies, so that the walk is free; or is frozen for so long that it is, and goes on all the same. */
  private disturb(phase: Phase): Phase {
    if (phase.kind !== "idle" && this.store.holds(phase.lease)) phase.lease.walk.free = true;
    return this.random() < 0.5 ? IDLE : phase;
  }

  private work(phase: Phase): Phase {
    switch (phase.kind) {
      case "idle":
        return this.takeSomething();
      case "walking":
        return this.walk(phase.lease);
      case "sent":
        return { ...phase, kind: "heard", outcome: this.answer(phase.call) };
      case "heard":
        this.store.record(phase.call, phase.outcome);
        return { kind: "walking", lease: phase.lease };
    }
  }

  private takeSomething(): Phase {
    const { walks } = this.store;
    const walk = walks[Math.floor(this.random() * walks.length)];
    const lease = walk === undefined ? null : this.store.take(walk);
    return lease === null ? IDLE : { kind: "walking", lease };
  }

  private walk(lease: ModelLease): Phase {
    const [unapplied] = this.store.unapplied(lease.walk);
    if (unapplied !== undefined)
      return this.store.apply(lease, unapplied) ? { kind: "walking", lease } : IDLE;
    const opened = this.store.open(lease);
    if (opened?.kind === "open") {
      this.checkLimits();
      return { kind: "sent", lease, call: opened.call };
    }
    if (opened?.kind === "stop") this.store.finish(lease);
    if (opened?.kind === "wait") this.store.giveBack(lease);
    return IDLE;
  }

  /** The API charges as it begins to answer, whoever hears of it. */
  private answer({ walk, page }: ModelCall): "answered" | "refused" | "unknown" {
    const chance = this.isChaos ? this.random() : 1;
    if (chance < 0.1) return "refused";
    const isCharged = chance < 0.15 || chance >= 0.2;
    if (isCharged) this.charged += walk.pages[page - 1] ?? 0;
    return chance < 0.2 ? "unknown" : "answered";
  }

  /** I2, at the moment of a reservation. */
  private checkLimits(): void {
    const { store } = this;
    for (const [most, of] of [
      [store.budget, null] as const,
      ...store.walks.map((w) => [w.budget, w] as const),
    ]) {
      const booked = store.booked("reserved", of) + store.booked("spent", of) + store.booked("suspense", of);
      if (booked > most) expect(booked).toBeLessThanOrEqual(most);
    }
  }

  /** I3; I4 as one re-buy of a page at the most, nobody having asked again; I7 as one call of a walk under way. */
  private check(): void {
    const { store, charged } = this;
    const spent = store.booked("spent");
    const most = spent + store.booked("suspense") + store.booked("reserved");
    if (charged < spent || charged > most) expect({ spent, charged, most }).toBeNull();
    for (const walk of store.walks) {
      const own = store.calls.filter((call) => call.walk === walk);
      if (own.filter(({ status }) => status === "sent").length > 1) expect(own).toBeNull();
      const bought = own.filter(({ outcome }) => outcome !== "refused").map(({ page }) => page);
      for (const page of new Set(bought)) {
        const times = bought.filter((other) => other === page).length;
        if (times > 2) expect({ page, times }).toBeNull();
      }
    }
  }
}

it(`the rules keep money and end every walk, whoever dies, freezes or answers late (${SEEDS} seeds)`, () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    try {
      new Simulation(seed).run();
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  }
});
