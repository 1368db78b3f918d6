/** The documented errors: status and the message used here where a call gives none of its own. */
const API_ERRORS = {
  validation_error: { status: 400, message: "body: is not valid" },
  invalid_api_key: { status: 401, message: "Invalid or missing API key" },
  insufficient_credits: {
    status: 402,
    message: "Insufficient sourcing credits to cover the returned profiles",
  },
  insufficient_scope: { status: 403, message: "The API key lacks the scope sourcing:read" },
  billing_required: { status: 403, message: "A billing method is required" },
  plan_upgrade_required: { status: 403, message: "This feature needs another plan" },
  not_found: { status: 404, message: "Not found" },
  rate_limit_exceeded: { status: 429, message: "Too many requests" },
  internal_error: { status: 500, message: "Something went wrong" },
} as const;

export type ApiErrorCode = keyof typeof API_ERRORS;

export const API_ERROR_CODES = Object.keys(API_ERRORS) as readonly ApiErrorCode[];

/** An error answer: HTTP status and JSON body. */
export interface ApiError {
  readonly status: number;
  readonly body: { readonly error: { code: ApiErrorCode; message: string; details?: unknown } };
}

/** Builds the documented body `{error: {code, message, details?}}`. */
export function toApiError(code: ApiErrorCode, message?: string, details?: unknown): ApiError {
  const known = API_ERRORS[code];
  const error = { code, message: message ?? known.message };
  return { status: known.status, body: { error: details === undefined ? error : { ...error, details } } };
}
