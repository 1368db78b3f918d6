import { createHmac } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseConfig } from "../../../src/operations/config.ts";
import { makeWebhook, type WebhookOptions } from "../../../src/operations/webhook/webhook.ts";
import { sendNotifications } from "../../../src/runs/send-reports.ts";
import { claimNotifications, markNotificationSent } from "../../../src/runs/store/claim-notifications.ts";
import { parisSpec, rowsOf } from "../../support/leased-walk.ts";
import { type TestApp, withTestApp } from "../../support/test-app.ts";
import { type Receiver, startReceiver } from "../../support/webhook-target.ts";

let receiver: Receiver;
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(() => receiver.close());

const hook = (options: Partial<WebhookOptions> = {}) =>
  makeWebhook({ url: receiver.url, format: "json", secret: null, now: () => 1_700_000_000, ...options });

const send = (app: TestApp, options: Partial<WebhookOptions> = {}) =>
  sendNotifications(
    { claim: () => claimNotifications(app.db), markSent: (id) => markNotificationSent(app.db, id) },
    app.runs,
    hook(options),
  );

/** As if half an hour had passed. */
const later = (app: TestApp) =>
  app.db.pool.query("update webhook_reports set next_attempt_at = next_attempt_at - interval '30 minutes'");

describe("the report of a run that has ended", () => {
  it("is sent once, with counts, credits and reasons", async () => {
    await withTestApp({}, async (app) => {
      const { runId, totals } = await app.run([parisSpec({ maxPages: 2 })], { budgetCredits: 500 });
      expect(await send(app)).toBe(0);
      expect(await send(app)).toBe(0);
      expect(receiver.received).toHaveLength(1);
      expect(JSON.parse(receiver.received[0]?.body ?? "")).toMatchObject({
        version: 1,
        event: "run_ended",
        run: { runId, status: "done", budgetCredits: 500, creditsSpent: 50, profilesNew: totals.profilesNew },
        specs: [{ spec: "paris", status: "stopped", stopReason: "max_pages" }],
      });
    });
  });

  it("contains nothing about people", async () => {
    await withTestApp({}, async (app) => {
      await app.run([parisSpec()]);
      await send(app);
      await app.run([parisSpec()], { restart: true });
      await send(app, { format: "slack" });
      const said = receiver.received.map(({ body }) => body).join();
      const people = await rowsOf(app, "select profile_id, full_name, linkedin_slug from profiles");
      expect(people.length).toBeGreaterThan(50);
      for (const value of people.flatMap((person) => Object.values(person)))
        expect(said).not.toContain(value);
    });
  });

  it("is signed as the Standard Webhooks specification says", async () => {
    await withTestApp({}, async (app) => {
      await app.run([parisSpec({ maxPages: 1 })]);
      const key = Buffer.from("a secret of the tests");
      await send(app, { secret: `whsec_${key.toString("base64")}` });
      const [{ headers, body } = { headers: {}, body: "" }] = receiver.received;
      const signed = `${headers["webhook-id"]}.1700000000.${body}`;
      expect(headers["webhook-timestamp"]).toBe("1700000000");
      expect(headers["webhook-signature"]).toBe(
        `v1,${createHmac("sha256", key).update(signed).digest("base64")}`,
      );
    });
  });

  it("is sent again later under the same id if the target refused it", async () => {
    await withTestApp({}, async (app) => {
      await app.run([parisSpec({ maxPages: 1 })]);
      receiver.answerWith(500);
      expect(await send(app)).toBe(1);
      expect(await send(app)).toBe(0);
      await later(app);
      receiver.answerWith(204);
      expect(await send(app)).toBe(0);
      await later(app);
      await send(app);
      const ids = receiver.received.map(({ headers }) => headers["webhook-id"]);
      expect(ids).toEqual([ids[0], ids[0]]);
    });
  });

  it("is not sent to the target of a redirect", async () => {
    const other = await startReceiver();
    try {
      await withTestApp({}, async (app) => {
        await app.run([parisSpec({ maxPages: 1 })]);
        receiver.answerWith(307, { location: other.url });
        expect(await send(app)).toBe(1);
        expect(other.received).toEqual([]);
      });
    } finally {
      await other.close();
    }
  });

  it("is dropped after a day or ten attempts", async () => {
    await withTestApp({}, async (app) => {
      await app.run([parisSpec({ maxPages: 1 })]);
      await app.db.pool.query("update webhook_reports set attempts = 10");
      expect(await claimNotifications(app.db)).toEqual([]);
      await app.db.pool.query(
        "update webhook_reports set attempts = 0, made_at = now() - interval '25 hours'",
      );
      expect(await claimNotifications(app.db)).toEqual([]);
    });
  });
});

it("a message for Slack has a headline and names what stopped", async () => {
  await withTestApp({}, async (app) => {
    await app.run([parisSpec({ maxPages: 1 })]);
    await send(app, { format: "slack" });
    const message = JSON.parse(receiver.received[0]?.body ?? "");
    expect(message.text).toBe("sourcing: run 1 done");
    expect(JSON.stringify(message.blocks)).toContain("paris: max pages");
  });
});

it("a message for Teams is an Adaptive Card with a headline, the figures and what stopped", async () => {
  await withTestApp({}, async (app) => {
    await app.run([parisSpec({ maxPages: 1 })]);
    receiver.answerWith(202);
    expect(await send(app, { format: "teams" })).toBe(0);
    const { type, attachments } = JSON.parse(receiver.received[0]?.body ?? "");
    expect([type, attachments]).toMatchObject([
      "message",
      [{ contentType: "application/vnd.microsoft.card.adaptive", content: { type: "AdaptiveCard" } }],
    ]);
    const texts = attachments[0].content.body.map((block: { readonly text: string }) => block.text);
    expect(texts).toEqual([
      "sourcing: run 1 done",
      "1 pages, 25 new people, 0 changed",
      "25 credits spent",
      expect.stringMatching(/^balance \d+ credits$/),
      "• paris: max pages",
    ]);
    expect(receiver.received[0]?.headers["content-type"]).toBe("application/json");
  });
});

describe("the format of a webhook", () => {
  it.each([
    ["https://hooks.slack.com/services/T0/B0/x", "slack"],
    ["https://hooks.slack-gov.com/services/T0/B0/x", "slack"],
    ["https://umbra.webhook.office.com/webhookb2/x@y/IncomingWebhook/z", "teams"],
    ["https://OUTLOOK.office.com/webhook/x", "teams"],
    [
      "https://prod-12.westeurope.logic.azure.com:443/workflows/x/triggers/manual/paths/invoke?sig=y",
      "teams",
    ],
    [
      "https://defaultabc.12.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/x",
      "teams",
    ],
    ["https://default.environment.api.gov.powerplatform.us/x", "teams"],
    ["https://prod-12.westeurope.logic.azure.com./x", "teams"],
    ["https://ops.example/hook", "json"],
    ["https://ops.example/?to=hooks.slack.com", "json"],
    ["https://logic.azure.com.ops.example/x", "json"],
    ["https://mylogic.azure.com/x", "json"],
    ["https://notpowerplatform.com/x", "json"],
    ["http://127.0.0.1:8080/hook", "json"],
  ])("for %s is %s unless RUN_WEBHOOK_FORMAT says otherwise", (url, format) => {
    expect(parseConfig({ RUN_WEBHOOK_URL: url }).webhook?.format).toBe(format);
    expect(parseConfig({ RUN_WEBHOOK_URL: url, RUN_WEBHOOK_FORMAT: "json" }).webhook?.format).toBe("json");
  });
});
