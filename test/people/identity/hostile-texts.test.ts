import { expect, it } from "vitest";
import { keysInAnswer } from "../../../src/people/fields/keys-in-answer.ts";
import { toEmailAddresses } from "../../../src/people/identity/email-address.ts";
import { toLinkedinSlug } from "../../../src/people/identity/linkedin-slug.ts";
import { looksLikePhone } from "../../../src/people/identity/phone-number.ts";

/** So long that a reader whose work grows with the square of the length does not end within the time limit of a test. */
const TIMES = 1_000_000;

it.each(["@", "a@b.", ".", "?", ">", "(", "( "])(
  "a text of a million times %j is read as no address and no number, in time that grows with its length",
  (part) => {
    const text = `${part.repeat(TIMES)}é!`;
    expect(toEmailAddresses(text)).toEqual([]);
    expect(toLinkedinSlug(text)).toBeNull();
    expect(looksLikePhone(text)).toBe(false);
    expect(keysInAnswer(new TextEncoder().encode(text)).length).toBeLessThanOrEqual(1);
  },
);
