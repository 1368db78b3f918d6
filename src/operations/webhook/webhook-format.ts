/** What a webhook takes: our own JSON, a message of Slack, or an Adaptive Card of Microsoft Teams. */
export const WEBHOOK_FORMATS = ["json", "slack", "teams"] as const;
export type WebhookFormat = (typeof WEBHOOK_FORMATS)[number];

/**
 * Hosts of incoming webhooks by the ends of their names. Workflows of Teams ("Post to a channel when a webhook request is
 * received") have addresses of Power Platform, older ones of Logic Apps; the connectors before them are at webhook.office.com.
 */
const HOSTS: readonly (readonly [suffix: string, format: WebhookFormat])[] = [
  ["hooks.slack.com", "slack"],
  ["hooks.slack-gov.com", "slack"],
  ["webhook.office.com", "teams"],
  ["outlook.office.com", "teams"],
  ["logic.azure.com", "teams"],
  ["logic.azure.us", "teams"],
  ["powerplatform.com", "teams"],
  ["powerplatform.us", "teams"],
];

/** Returns the format for an address whose format is not configured. */
export function webhookFormatOf(url: string): WebhookFormat {
  const host = new URL(url).hostname.replace(/\.$/, "");
  return HOSTS.find(([suffix]) => host === suffix || host.endsWith(`.${suffix}`))?.[1] ?? "json";
}
