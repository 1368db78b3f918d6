import { z } from "zod";
import { isEncryptedUrl } from "../leonar/check-base-url.ts";

/** The address of the console's pages. Browsers send the cookie of a session only where nobody can listen. */
export const consoleUrlSchema = z
  .string()
  .refine(URL.canParse, { error: "expected an address such as https://console.example.com", abort: true })
  .refine(isEncryptedUrl, "expected an address that begins with https://")
  .refine((text) => new URL(text).pathname === "/", "expected an address without a path")
  .transform((text) => new URL(text).origin);
