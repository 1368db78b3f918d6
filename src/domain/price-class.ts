import type { SearchParameters } from "./spec.ts";
import { canonicalJson } from "./spec-lists.ts";

/** Names the searches whose pages cost alike: those that ask for the same contact details. */
export function priceClassOf(search: SearchParameters): string {
  return canonicalJson({ reveal_info: search.reveal_info ?? false, data_types: search.data_types ?? [] });
}
