import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";

/** What a document without the check of namespaces gives: kinds and texts, in order. */
function eventsOf(xml: string): string[] {
  const events: string[] = [];
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => events.push(`open ${name} ${JSON.stringify(attributes)}`));
  parser.on("text", (text) => events.push(`text ${text}`));
  parser.on("cdata", (text) => events.push(`cdata ${text}`));
  parser.on("error", ({ message }) => events.push(`error ${message}`));
  parser.write(xml).close();
  return events;
}

describe("saxes since 6.0", () => {
  it("calls an entity that the document declares an error, and expands none of its text", () => {
    const events = eventsOf('<!DOCTYPE a [<!ENTITY b "boo">]><a>&b;</a>');
    expect(events).toContainEqual(expect.stringMatching(/^error .*undefined entity/));
    expect(events).toContain("text &b;");
  });

  it("gives names with their prefix, and the text of CDATA apart from other text", () => {
    expect(eventsOf('<x:c r:id="1">a<![CDATA[<b>]]></x:c>')).toEqual([
      'open x:c {"r:id":"1"}',
      "text a",
      "cdata <b>",
    ]);
  });

  it("calls text behind the end of the document, and an element that is never closed, an error", () => {
    expect(eventsOf("<a/>b").join()).toContain("error");
    expect(eventsOf("<a><b></a>").join()).toContain("error");
    expect(eventsOf("<a>").join()).toContain("error");
  });
});
