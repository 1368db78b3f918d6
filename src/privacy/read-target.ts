import { keysOfId, type PersonKey, readPersonKeys } from "../people/identity/person-keys.ts";
import { sanitizeText } from "../values/text.ts";

export interface TargetOptions {
  /** The text is an id, whatever else it may look like. */
  readonly isId: boolean;
  /** Whether a person with exactly this id is stored. */
  isStored(profileId: string): Promise<boolean>;
}

/**
 * Returns the keys of the person that a typed text names; none if it names no person for sure. The id of a stored person
 * wins over every other meaning of the text.
 * @throws StoreUnavailable
 */
export async function readTarget(typed: string, { isId, isStored }: TargetOptions): Promise<PersonKey[]> {
  const id = sanitizeText(typed);
  if (id === "") return [];
  return isId || (await isStored(id)) ? keysOfId(id) : readPersonKeys(typed);
}
