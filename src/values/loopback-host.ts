const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i;

/** Whether a host is this machine by its loopback interface. @param host a name or an address, without a port */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.test(host);
}

/**
 * Whether an HTTP request names this machine as its host. A web page can have its own name resolve to a loopback address, and
 * then a browser sends requests here under that name. @param header the request's Host header
 */
export function namesLoopback(header: string | undefined): boolean {
  return isLoopbackHost((header ?? "").replace(/:\d{1,5}$/, ""));
}
