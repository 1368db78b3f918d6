import { describe, expect, it } from "vitest";
import { type Content, html } from "../../../src/http/html/html.ts";

const HOSTILE = `<script>alert("x")</script>'&`;

describe("html", () => {
  it("escapes text between tags and in attributes", () => {
    const escaped = "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;&#39;&amp;";
    expect(String(html`<p>${HOSTILE}</p>`)).toBe(`<p>${escaped}</p>`);
    expect(String(html`<p title="a ${HOSTILE} b" class="${HOSTILE}">x</p>`)).toBe(
      `<p title="a ${escaped} b" class="${escaped}">x</p>`,
    );
  });

  it("keeps HTML made by itself, and lists of it", () => {
    const items = ["a", "<b>"].map((name) => html`<li>${name}</li>`);
    expect(String(html`<ul>${items}</ul>`)).toBe("<ul><li>a</li><li>&lt;b&gt;</li></ul>");
  });

  it("leaves out what is absent and writes zero", () => {
    expect(String(html`<p>${null}${undefined}${false}${0}</p>`)).toBe("<p>0</p>");
  });

  it("takes an optional attribute as HTML alone", () => {
    expect(String(html`<input ${html`required`}>`)).toBe("<input required>");
    expect(String(html`<input ${false}>`)).toBe("<input >");
    expect(() => html`<input ${"onfocus=alert(1)"}>`).toThrow(TypeError);
  });

  it("refuses a value that is not quoted within a tag", () => {
    const unquoted = (value: Content) => html`<p class=${value}>x</p>`;
    expect(() => unquoted("a")).toThrow("double quotes");
    expect(() => html`<a href='${"x"}'>x</a>`).toThrow("double quotes");
    expect(() => html`<p title="${html`<b>`}">x</p>`).toThrow(TypeError);
  });

  it("tells a sign that compares from a tag", () => {
    expect(String(html`<p>1 < ${"2"} and a > ${"b"}</p>`)).toBe("<p>1 < 2 and a > b</p>");
  });
});
