/** The prefix of secrets in the Standard Webhooks specification; the key follows in base64. */
const PREFIX = "whsec_";
/** What base64 ignores would leave a shorter key than it seems, or none. */
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
const MIN_KEY_BYTES = 16;

/** Whether a secret gives a key that cannot be guessed. */
export function isSigningSecret(secret: string): boolean {
  if (toSigningKey(secret).length < MIN_KEY_BYTES) return false;
  return !secret.startsWith(PREFIX) || BASE64.test(secret.slice(PREFIX.length));
}

/** Returns the key that signs messages. */
export function toSigningKey(secret: string): Buffer {
  return secret.startsWith(PREFIX)
    ? Buffer.from(secret.slice(PREFIX.length), "base64")
    : Buffer.from(secret, "utf8");
}
