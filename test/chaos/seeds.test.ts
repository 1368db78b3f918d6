import { describe, it } from "vitest";
import { playSeed } from "../support/chaos.ts";

const first = Number(process.env.CHAOS_FIRST_SEED ?? 1);
const count = Number(process.env.CHAOS_SEEDS ?? 500);

describe.concurrent("chaos, then healing", () => {
  it.each(Array.from({ length: count }, (_, place) => first + place))(
    "ends well: npm run test:chaos -- --seed %i",
    playSeed,
  );
});
