import { expect, it } from "vitest";
import { decodeEntities } from "../../src/people/decode-entities.ts";

it.each([
  ["&scedil;&gbreve;&Idot;&inodot;", "şğİı"],
  ["&Scaron;&aogon;&eogon;&zdot;&nacute;&odblac;&uring;&ccaron;&amacr;&kcedil;", "Šąężńőůčāķ"],
  ["&Omega;&alpha;&sigmaf;", "Ωας"],
  ["&check; certified", "✓ certified"],
  ["Fish &amp Chips", "Fish & Chips"],
  ["R&amp;amp;D", "R&D"],
])("%j means %j", (written, meant) => {
  expect(decodeEntities(written)).toBe(meant);
});

it.each(["AT&T", "R&ampD", "?a=1&lt=2", "&xcaron;", "&nothing;", "&#0;", "Q&A; B&B;"])(
  "%j stays as it is",
  (text) => {
    expect(decodeEntities(text)).toBe(text);
  },
);
