import type { Config } from "../operations/config.ts";
import { makeWebhook } from "../operations/webhook/webhook.ts";
import type { NotificationTarget } from "../runs/send-reports.ts";

/** Returns where notifications are sent; null: no webhook is configured. */
export function makeNotificationTarget({ webhook }: Config): NotificationTarget | null {
  return webhook === null ? null : makeWebhook({ ...webhook, now: () => Date.now() / 1000 });
}
