/** First and last name with a space between, or the one that there is, or null. */
export function joinName(firstName: string | null, lastName: string | null): string | null {
  return [firstName, lastName].filter((part) => part !== null).join(" ") || null;
}
