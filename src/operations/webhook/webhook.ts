import { createHmac } from "node:crypto";
import type { NotificationTarget } from "../../runs/send-reports.ts";
import { toSigningKey } from "../signing-key.ts";
import type { WebhookFormat } from "./webhook-format.ts";
import { toWebhookMessage } from "./webhook-message.ts";

export interface WebhookOptions {
  /** An https URL, or http on this machine. */
  readonly url: string;
  readonly format: WebhookFormat;
  /** The secret that signs the messages; null: they are not signed. */
  readonly secret: string | null;
  /** Seconds since 1970. */
  now(): number;
}

const TIMEOUT_MS = 10_000;

/**
 * Makes a target that posts reports to a URL, signed as the Standard Webhooks specification says (standardwebhooks.com):
 * `webhook-id` is the same for all attempts, `webhook-signature` is the HMAC-SHA256 of id, timestamp and body.
 */
export function makeWebhook({ url, format, secret, now }: WebhookOptions): NotificationTarget {
  return {
    async send(report, run) {
      const body = JSON.stringify(toWebhookMessage(format, report, run));
      const id = `report_${report.id}`;
      const timestamp = String(Math.floor(now()));
      const response = await fetch(url, {
        method: "POST",
        // A redirect would send the report to another host.
        redirect: "error",
        signal: AbortSignal.timeout(TIMEOUT_MS),
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
  return `v1,${createHmac("sha256", toSigningKey(secret)).update(text).digest("base64")}`;
}
