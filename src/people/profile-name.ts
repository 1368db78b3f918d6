/** Returns first and last name joined by a space, the one that is present, or null. */
export function joinName(firstName: string | null, lastName: string | null): string | null {
  return [firstName, lastName].filter((part) => part !== null).join(" ") || null;
}
