import { describe, expect, it } from "vitest";
import { actionForm, choice, field } from "../../../src/http/html/form.ts";

const tokens = { formToken: "of-the-session", newOnceKey: () => "key" };

describe("a form of a page", () => {
  it("carries the token of its session, and a key where it is done once", () => {
    const form = String(actionForm(tokens, { action: "/hold", button: "Hold", command: "sourcing hold" }));
    expect(form).toContain('<form method="post" action="/hold">');
    expect(form).toContain('name="_form" value="of-the-session"');
    expect(form).not.toContain("_once");
    expect(form).toContain("<code>sourcing hold</code>");
    const once = String(actionForm(tokens, { action: "/buy", button: "Buy", once: true, kind: "buy" }));
    expect(once).toContain('name="_once" value="key"');
    expect(once).toContain('<button class="buy">Buy</button>');
  });

  it("escapes what its fields hold", () => {
    const form = String(
      field({ name: "text", label: "who", value: '"><script>', hint: "a name", required: true }),
    );
    expect(form).toContain('value="&quot;&gt;&lt;script&gt;"');
    expect(form).toMatch(/ required>/);
  });

  it("selects the value that a choice has", () => {
    const form = String(
      choice({ name: "by", label: "by", value: "day" }, [
        ["spec", "search"],
        ["day", "day"],
      ]),
    );
    expect(form).toContain('<option value="day" selected>day</option>');
    expect(form).toContain('<option value="spec" >search</option>');
  });
});
