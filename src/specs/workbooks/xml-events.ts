import { SaxesParser } from "saxes";

/** What a reader of XML is told, names without their prefixes. */
export interface XmlHandler {
  open?(name: string, attributes: ReadonlyMap<string, string>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/** Reads a document from its beginning to its end. Entities of its own are not expanded. @throws Error where it is not well formed */
export function readXml(bytes: Uint8Array, handler: XmlHandler): void {
  const parser = new SaxesParser();
  parser.on("opentag", ({ name, attributes }) => {
    const plain = new Map(Object.entries(attributes).map(([key, value]) => [withoutPrefix(key), value]));
    handler.open?.(withoutPrefix(name), plain);
  });
  parser.on("text", (text) => handler.text?.(text));
  parser.on("cdata", (text) => handler.text?.(text));
  parser.on("closetag", ({ name }) => handler.close?.(withoutPrefix(name)));
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(new TextDecoder("utf-8", { fatal: true }).decode(bytes)).close();
}

function withoutPrefix(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}
