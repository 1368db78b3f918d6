import { expect, it } from "vitest";
import { locateBinaries } from "../../../src/database/embedded/locate-binaries.ts";
import { UsageError } from "../../../src/values/errors.ts";

it("finds the installed server and its version", () => {
  const found = locateBinaries();
  expect(found.version).toMatch(/^18\./);
  expect(found.folder).toMatch(/native$/);
});

it("says how to install a package that is missing", () => {
  const missing = () =>
    locateBinaries({ platform: "linux", arch: "x64" }, () => {
      throw new Error("Cannot find module");
    });
  expect(missing).toThrow(UsageError);
  expect(missing).toThrow(/npm install --include=optional.*DATABASE_URL/);
});

it("names DATABASE_URL on a system without an embedded server", () => {
  expect(() => locateBinaries({ platform: "win32", arch: "x64" })).toThrow(/win32 on x64: set DATABASE_URL/);
});
