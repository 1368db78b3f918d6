import type { Config } from "./config.ts";

export interface WalkConnections {
  readonly connections: number;
  readonly onFewer: (allowed: number) => void;
}

/**
 * The connections that buying needs at most besides those of the queue: one for each walk, whose transactions take milliseconds, one
 * for the page that a walk opens while it stores another, and one for everything else.
 * @param tell is told where the database allows fewer
 */
export function connectionsForWalks(
  { walkConcurrency }: Config,
  tell: (line: string) => void,
): WalkConnections {
  const connections = walkConcurrency + 2;
  return {
    connections,
    onFewer: (allowed) =>
      tell(
        `the database allows ${allowed} of ${connections} connections (53300): walks wait for each other until it allows more`,
      ),
  };
}
