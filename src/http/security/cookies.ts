import type { CookieSerializeOptions } from "@fastify/cookie";

/** The cookie of the session, and that of the chosen theme. */
export interface CookieRules {
  readonly session: string;
  readonly theme: string;
  readonly options: CookieSerializeOptions;
}

/** A cookie lasts as long as the longest session, in seconds. */
const LASTS_S = 7 * 24 * 3_600;

/**
 * How cookies are set. Scripts do not see the session's; no other site sends it. Over https its name binds it to this host alone.
 * @param isHttps the console is reached over https
 */
export function cookieRules(isHttps: boolean): CookieRules {
  return {
    session: isHttps ? "__Host-sourcing" : "sourcing",
    theme: "theme",
    options: { path: "/", httpOnly: true, sameSite: "strict", secure: isHttps, maxAge: LASTS_S },
  };
}
