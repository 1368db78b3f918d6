import { describe, expect, it } from "vitest";
import { toHandedOnAddresses, toHandedOnNumbers } from "../../../src/exports/contact-texts.ts";
import { cityOf } from "../../../src/exports/formats/import-fields.ts";

describe("addresses that are handed on", () => {
  it.each([
    [["<em4@work.example>"], ["em4@work.example"]],
    [["mailto:em3@work.example"], ["em3@work.example"]],
    [["em@work.example; em2@work.example"], ["em@work.example", "em2@work.example"]],
    [["Ada Beispiel <ada@work.example>, bo@work.example"], ["ada@work.example", "bo@work.example"]],
    [["em5@work.example,", "em5@work.example"], ["em5@work.example"]],
    [["full＠at.example"], ["full@at.example"]],
    [["ada@bücher.example"], ["ada@bücher.example"]],
    [
      [
        "em6@localhost",
        "em7@exa mple.com",
        "n/a",
        "ada",
        "@work.example",
        "a@b@c",
        "ada@-x.example",
        "ada@1.2",
      ],
      [],
    ],
  ])("of %j are %j", (stored, addresses) => expect(toHandedOnAddresses(stored)).toEqual(addresses));
});

describe("numbers that are handed on", () => {
  it.each([
    [["０３－００００－００１２"], ["03-0000-0012"]],
    [["٠١٠ ٠٠٠٠ ٠٠١٢"], ["010 0000 0012"]],
    [["०९८ ७६५ ४३२"], ["098 765 432"]],
    [
      ["＋４３（１）０００００１２", "＋43 1 000 00 13"],
      ["+43(1)0000012", "+43 1 000 00 13"],
    ],
    [["+43 1 000 00 12 ext. 7"], ["+43 1 000 00 12 ext. 7"]],
    [["+49 30 1234 / +49 30 5678"], ["+49 30 1234", "+49 30 5678"]],
    [["+49 30 1234; 030 567890"], ["+49 30 1234", "030 567890"]],
    [["N/A", "12", "call me"], []],
  ])("of %j are %j", (stored, numbers) => expect(toHandedOnNumbers(stored)).toEqual(numbers));
});

describe("a city", () => {
  it.each([
    ["Paris, Île-de-France, France", "Paris"],
    ["Greater Lyon Area", "Greater Lyon Area"],
    ["Berlin", "Berlin"],
    ["Singapore, Singapore", "Singapore"],
    ["Germany", null],
    ["deutschland", null],
    ["Allemagne", null],
    ["Россия", null],
    ["日本", null],
    ["United Kingdom", null],
    ["USA", null],
    ["Germany, Europe", null],
    [" , France", null],
    [null, null],
  ])("of %s is %s", (location, city) => expect(cityOf(location)).toBe(city));
});
