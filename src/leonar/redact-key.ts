/** Every key begins with leo_ (reference page), also those of other workspaces. */
const ANY_KEY = /leo_[^\s"'<>,;)\]}]*/gi;

/** Removes the key, and everything that looks like a key, from a text of the server. */
export function redactKey(text: string, apiKey: string): string {
  return text.replaceAll(apiKey, "[key]").replace(ANY_KEY, "[key]");
}
