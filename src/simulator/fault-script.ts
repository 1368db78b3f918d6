import { z } from "zod";
import { API_ERROR_CODES, type ApiErrorCode } from "./api-error.ts";
import { CORRUPTION_NAMES, type CorruptionName } from "./profile-corruptions.ts";

/** Every fault may carry these. */
const common = {
  /**
   * Whether the call is charged. By default a fault that spoils a page is charged, and one that is played
   * instead of a page is not. A call that the API would refuse by itself is never charged.
   */
  charged: z.boolean().optional(),
  /** True price of the call in credits, where it is not one for each profile. */
  credits: z.int().min(0).optional(),
  /** What others add to (or take from) the balance during the call, in credits. */
  balanceDelta: z.int().optional(),
  /** Milliseconds to wait before the first byte. */
  delayMs: z.int().min(0).optional(),
};

const fraction = z.number().min(0).max(1).optional();
const headers = z.record(z.string(), z.string()).optional();

function fault<Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) {
  return z.strictObject({ kind: z.literal(kind), ...common, ...shape });
}

/** Played instead of a page. */
const replacementSchemas = [
  fault("error", {
    code: z.enum(API_ERROR_CODES as [ApiErrorCode, ...ApiErrorCode[]]),
    message: z.string().optional(),
    details: z.unknown().optional(),
    headers,
  }),
  fault("status", {
    status: z.int().min(200).max(599),
    body: z.string().optional(),
    contentType: z.string().optional(),
    headers,
  }),
  fault("html", { status: z.int().min(200).max(599).optional() }),
  fault("empty", { status: z.int().min(200).max(599).optional() }),
  fault("redirect", { status: z.int().min(300).max(399).optional(), location: z.string() }),
  fault("echo_key", {}),
  fault("reset", {}),
  fault("hang", {}),
] as const;

/** A whole page, delivered badly. */
const deliverySchemas = [
  fault("cut", { framing: z.enum(["length", "chunked", "close"]), after: fraction }),
  fault("stall", { after: fraction }),
  fault("drip", { everyMs: z.int().min(0), bytes: z.int().min(1).optional() }),
  fault("bad_gzip", { how: z.enum(["corrupt", "truncated", "plain"]).optional() }),
] as const;

/** JSON that no serializer would write. */
const textSchemas = [
  fault("malformed_json", {}),
  fault("doubled_keys", {}),
  fault("proto_keys", {}),
  fault("deep", { depth: z.int().min(1).optional() }),
  fault("huge_ids", {}),
] as const;

/** A page that says something wrong. */
const pageSchemas = [
  fault("plain", {}),
  fault("override", {
    set: z.record(z.string(), z.unknown()).optional(),
    remove: z.array(z.string()).optional(),
  }),
  fault("next_page", { to: z.enum(["same", "backwards", "missing", "null", "url"]) }),
  fault("endless", { wrap: z.boolean().optional() }),
  fault("duplicate_person", {}),
  fault("shift", { by: z.int() }),
  fault("big_page", { megabytes: z.number().positive() }),
  fault("profile", {
    corruption: z.enum(CORRUPTION_NAMES as [CorruptionName, ...CorruptionName[]]),
    at: z.union([z.int().min(0), z.literal("all")]).optional(),
  }),
] as const;

const faultSchema = z.discriminatedUnion("kind", [
  ...replacementSchemas,
  ...deliverySchemas,
  ...textSchemas,
  ...pageSchemas,
]);

const ruleSchema = z.strictObject({
  /** All conditions must hold; none at all means every request. */
  when: z.strictObject({
    page: z.int().min(1).optional(),
    /** The nth request since the start, from 1. */
    nth: z.int().min(1).optional(),
    /** Every nth request since the start. */
    every: z.int().min(1).optional(),
    /** From 0 to 1; the draw depends on the seed, the rule's place and the request's number only. */
    probability: z.number().min(0).max(1).optional(),
    /** A part of the body's text as it came. */
    bodyIncludes: z.string().optional(),
    fromSeq: z.int().min(1).optional(),
    untilSeq: z.int().min(1).optional(),
    /** How often the rule may be played. */
    times: z.int().min(1).optional(),
  }),
  fault: faultSchema,
});

const scriptSchema = z.array(ruleSchema);

export type Fault = z.infer<typeof faultSchema>;
export type FaultKind = Fault["kind"];
export type FaultOf<Kind extends FaultKind> = Extract<Fault, { kind: Kind }>;
export type ReplacementFault = z.infer<(typeof replacementSchemas)[number]>;
export type FaultRule = z.infer<typeof ruleSchema>;

/** Rules in order; the first that matches a request is played. */
export type FaultScript = readonly FaultRule[];

/** Reads a script; throws an error that names the place of the first mistake. */
export function parseFaultScript(value: unknown): FaultScript {
  return scriptSchema.parse(value);
}

const REPLACEMENT_KINDS: ReadonlySet<string> = new Set(
  replacementSchemas.map((schema) => schema.shape.kind.value),
);

export function isReplacement(fault: Fault): fault is ReplacementFault {
  return REPLACEMENT_KINDS.has(fault.kind);
}
