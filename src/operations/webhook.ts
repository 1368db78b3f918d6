import { createHmac } from "node:crypto";
import type { NotificationTarget } from "../runs/send-reports.ts";
import { toJsonMessage, toSlackMessage } from "./webhook-message.ts";

export interface WebhookOptions {
  /** https, or http on this machine. */
  readonly url: string;
  readonly format: "json" | "slack";
  /** Signs what is sent; null: it is not signed. */
  readonly secret: string | null;
  /** Seconds since 1970. */
  now(): number;
}

const PATIENCE_MS = 10_000;
/** As secrets of the Standard Webhooks specification are written: the key itself follows in base64. */
const SECRET_PREFIX = "whsec_";

/**
 * Posts reports to an address, signed as the Standard Webhooks specification says (standardwebhooks.com): `webhook-id` stays
 * the same over all attempts, `webhook-signature` is the HMAC-SHA256 of id, timestamp and body.
 */
export function makeWebhook({ url, format, secret, now }: WebhookOptions): NotificationTarget {
  const toMessage = format === "json" ? toJsonMessage : toSlackMessage;
  return {
    async send(report, run) {
      const body = JSON.stringify(toMessage(report, run));
      const id = `report_${report.id}`;
      const timestamp = String(Math.floor(now()));
      const response = await fetch(url, {
        method: "POST",
        // A redirect would carry the report to somebody else.
        redirect: "error",
        signal: AbortSignal.timeout(PATIENCE_MS),
        headers: {
          "content-type": "application/json",
          "webhook-id": id,
          "webhook-timestamp": timestamp,
          ...(secret === null ? {} : { "webhook-signature": sign(secret, `${id}.${timestamp}.${body}`) }),
        },
        body,
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the webhook answered ${response.status}`);
    },
  };
}

function sign(secret: string, text: string): string {
  const key = secret.startsWith(SECRET_PREFIX)
    ? Buffer.from(secret.slice(SECRET_PREFIX.length), "base64")
    : Buffer.from(secret, "utf8");
  return `v1,${createHmac("sha256", key).update(text).digest("base64")}`;
}
