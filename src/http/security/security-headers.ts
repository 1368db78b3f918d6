import { randomBytes } from "node:crypto";

/** Makes the nonce of one answer, with which its style elements are allowed. */
export function makeNonce(): string {
  return randomBytes(16).toString("base64");
}

/** The headers of every answer but assets. Nothing is stored by browsers or proxies. */
export function securityHeaders(nonce: string): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ];
  return { ...PLAIN_HEADERS, "content-security-policy": policy.join("; "), "cache-control": "no-store" };
}

/** The headers of every answer. */
export const PLAIN_HEADERS: Readonly<Record<string, string>> = {
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};
