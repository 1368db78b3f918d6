import type { SearchParameters } from "../specs/spec.ts";
import { canonicalJson } from "../values/json.ts";

/** Names the class of searches whose pages cost alike: those that ask for the same contact details. */
export function priceClassOf(search: SearchParameters): string {
  return canonicalJson({ reveal_info: search.reveal_info ?? false, data_types: search.data_types ?? [] });
}
