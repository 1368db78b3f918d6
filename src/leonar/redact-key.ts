/** Every key begins with leo_ (reference page), another workspace's too. */
const ANY_KEY = /leo_[^\s"'<>,;)\]}]*/gi;

/** A text from the server without the key that was sent to it, nor anything that looks like a key. */
export function redactKey(text: string, apiKey: string): string {
  return text.replaceAll(apiKey, "[key]").replace(ANY_KEY, "[key]");
}
