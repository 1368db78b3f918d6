import { createHash, randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { findPepperFlaw } from "../../../src/people/identity/pepper-flaw.ts";

/** The same bytes in every run. */
const bytes = (seed: number) => createHash("sha256").update(String(seed)).digest();

it("16 random bytes are no flaw, in base 16, base 64 or as digits, nor is what the program makes", () => {
  for (let seed = 0; seed < 2_000; seed += 1) {
    const sixteen = bytes(seed).subarray(0, 16);
    const digits = BigInt(`0x${sixteen.toString("hex")}`)
      .toString()
      .padStart(39, "0");
    for (const pepper of [
      sixteen.toString("hex"),
      sixteen.toString("base64url"),
      sixteen.toString("base64"),
      digits,
    ])
      expect({ pepper, flaw: findPepperFlaw(pepper) }).toEqual({ pepper, flaw: null });
  }
  expect(findPepperFlaw(randomBytes(32).toString("hex"))).toBeNull();
});

it.each([
  "",
  "pepper of the tests",
  "correct horse",
  "1234567890123456",
  "deadbeefdeadbeef",
  bytes(1).subarray(0, 15).toString("hex"),
  bytes(1).subarray(0, 15).toString("base64url"),
  "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
  "abababababababababababababababab",
  "changeme-changeme-changeme-",
  "0123456789abcdef0123456789abcdef",
  "abcdefghijklmnopqrstuvwxyz",
  "01234567890123456789012345678901234567890",
  `  ${" ".repeat(40)}  `,
])("%j is easier to guess", (pepper) => {
  expect(findPepperFlaw(pepper)).not.toBeNull();
});
