import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** Links that sign a browser in once. */
export interface SignInLinks {
  /** Makes a token, which stands behind `#t=` of a link. It is good for one use. */
  issue(): string;
  /** Returns whether the token was issued and not used before. */
  use(token: string): boolean;
}

const MOST_TOKENS = 20;

export function makeSignInLinks(): SignInLinks {
  let hashes: Buffer[] = [];
  return {
    issue() {
      const token = randomBytes(24).toString("base64url");
      hashes = [...hashes.slice(1 - MOST_TOKENS), hashOf(token)];
      return token;
    },
    use(token) {
      const hash = hashOf(token);
      const rest = hashes.filter((known) => !timingSafeEqual(known, hash));
      const wasKnown = rest.length < hashes.length;
      hashes = rest;
      return wasKnown;
    },
  };
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
