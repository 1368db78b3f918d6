import { z } from "zod";
import type { SearchParameters } from "../specs/spec.ts";
import { canonicalJson } from "../values/json.ts";

/** Names the class of searches whose pages cost alike: those that ask for the same contact details. */
export function priceClassOf(search: SearchParameters): string {
  return canonicalJson({ reveal_info: search.reveal_info ?? false, data_types: search.data_types ?? [] });
}

const classSchema = z.object({ reveal_info: z.boolean(), data_types: z.array(z.string()) });

/** A short name of a price class for people to read and type, such as `basic` or `reveal_info+phone`. */
export function nameOfPriceClass(priceClass: string): string {
  const { reveal_info, data_types } = classSchema.parse(JSON.parse(priceClass));
  const parts = [...(reveal_info ? ["reveal_info"] : []), ...data_types];
  return parts.length === 0 ? "basic" : parts.join("+");
}
