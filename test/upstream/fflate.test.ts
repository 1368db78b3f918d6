import { strToU8, unzipSync, zipSync } from "fflate";
import { expect, it } from "vitest";

const CENTRAL_HEADER = 0x02014b50;
const SIZE_AT = 24;

/** The zip with another size of its unpacked parts in its directory. */
function sayingSize(zip: Uint8Array, size: number): Uint8Array {
  const changed = zip.slice();
  const view = new DataView(changed.buffer);
  for (let at = 0; at + SIZE_AT < changed.length; at += 1) {
    if (view.getUint32(at, true) === CENTRAL_HEADER) view.setUint32(at + SIZE_AT, size, true);
  }
  return changed;
}

it("fflate since 0.8 unpacks no more of a part than its directory says, so that the sum of the sizes bounds what is unpacked", () => {
  const zip = sayingSize(zipSync({ sheet: new Uint8Array(1_000_000) }), 10);
  const said: number[] = [];
  const parts = unzipSync(zip, { filter: ({ originalSize }) => said.push(originalSize) > 0 });
  expect(said).toEqual([10]);
  expect(parts.sheet).toHaveLength(10);
});

it("fflate since 0.8 throws for a zip that is cut off, and leaves out what the filter refuses", () => {
  const zip = zipSync({ kept: strToU8("a"), refused: strToU8("b") });
  expect(Object.keys(unzipSync(zip, { filter: ({ name }) => name === "kept" }))).toEqual(["kept"]);
  expect(() => unzipSync(zip.slice(0, -30))).toThrow("invalid zip data");
});
