import { describe, expect, it } from "vitest";
import { checkBaseUrl, DEFAULT_BASE_URL } from "../../src/leonar/check-base-url.ts";
import { UsageError } from "../../src/values/errors.ts";

describe("the address of the API", () => {
  it("is that of the reference page by default", () => {
    expect(checkBaseUrl(DEFAULT_BASE_URL, false)).toBe("https://app.leonar.app/api/v1");
  });

  it.each([
    ["https://app.leonar.app/api/v1/", "https://app.leonar.app/api/v1"],
    ["https://app.leonar.app///", "https://app.leonar.app"],
    ["  https://APP.leonar.app:443/api ", "https://app.leonar.app/api"],
    ["http://localhost:4000/api/v1", "http://localhost:4000/api/v1"],
    ["http://127.0.0.1:4000", "http://127.0.0.1:4000"],
    ["http://127.8.9.10/x", "http://127.8.9.10/x"],
    ["http://[::1]:80/api/", "http://[::1]/api"],
  ])("reads %j as %j", (url, checked) => {
    expect(checkBaseUrl(url, false)).toBe(checked);
  });

  it.each([
    "http://app.leonar.app/api/v1",
    "http://127.0.0.1.example.com",
    "http://127.example.com",
    "http://localhost.example.com",
    "http://10.0.0.1",
    "http://[::2]",
    "ftp://localhost",
    "file:///etc/passwd",
    "app.leonar.app/api/v1",
    "",
    "https://",
    "https://app.leonar.app/api?key=1",
    "https://app.leonar.app/api#top",
    "https://user@app.leonar.app/api",
    "https://:word@app.leonar.app/api",
  ])("refuses %j and says what to set", (url) => {
    expect(() => checkBaseUrl(url, false)).toThrow(UsageError);
    expect(() => checkBaseUrl(url, false)).toThrow(/LEONAR_BASE_URL.*https:\/\/app\.leonar\.app\/api\/v1/);
  });

  it("is not quoted if it is refused, because it may contain a password", () => {
    expect(() => checkBaseUrl("http://user:s3cret@example.com", false)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("s3cret") }),
    );
  });

  it("is refused while any certificate is accepted, except on this machine", () => {
    expect(() => checkBaseUrl(DEFAULT_BASE_URL, true)).toThrow(UsageError);
    expect(() => checkBaseUrl(DEFAULT_BASE_URL, true)).toThrow(/NODE_TLS_REJECT_UNAUTHORIZED=0.*unset it/);
    expect(checkBaseUrl("https://localhost:4000", true)).toBe("https://localhost:4000");
  });
});
