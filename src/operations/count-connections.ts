import type { Config } from "./config.ts";

/**
 * The most connections that buying needs besides those of the queue: one for each walk, whose transactions take milliseconds, one
 * for the page that a walk opens while it stores another, and one for everything else.
 */
export function connectionsForWalks({ walkConcurrency }: Config): number {
  return walkConcurrency + 2;
}
