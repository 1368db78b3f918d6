import { z } from "zod";

/** The name of a time zone, as IANA keeps them. */
export const timeZoneSchema = z.string().refine((zone) => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).format() !== "";
  } catch {
    return false;
  }
}, "expected the name of a time zone, such as UTC or Europe/Paris");
