import { createHash } from "node:crypto";

/** A regular expression of the cluster names of embedded servers. */
export const CLUSTER_NAMES = "^sourcing-[0-9a-f]{12}$";

/** The cluster name is part of the title of every server process, so that those of a killed server can be found. */
export function toClusterName(data: string): string {
  return `sourcing-${createHash("sha256").update(data).digest("hex").slice(0, 12)}`;
}

/**
 * The arguments of `postgres`. They override postgresql.conf and ALTER SYSTEM, so the server stays private and its log holds no
 * data of people, whatever is changed there. Everything that makes commits durable keeps its default: on.
 */
export function toServerArguments(data: string, port: number): string[] {
  const settings: Readonly<Record<string, string>> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    // No socket: its path may have 107 bytes at most, which a deep home exceeds.
    unix_socket_directories: "",
    cluster_name: toClusterName(data),
    max_connections: "100",
    // Recycled files of the write-ahead log keep what they hold, people who were forgotten since included.
    wal_recycle: "off",
    wal_init_zero: "on",
    timezone: "UTC",
    log_timezone: "UTC",
    // "log" shows the server's own events and hides errors of statements, whose messages hold values of rows.
    log_min_messages: "log",
    log_min_error_statement: "panic",
    log_error_verbosity: "terse",
    log_statement: "none",
    log_min_duration_statement: "-1",
    log_parameter_max_length: "0",
    log_parameter_max_length_on_error: "0",
    log_checkpoints: "off",
    logging_collector: "off",
    log_destination: "stderr",
  };
  return ["-D", data, ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`])];
}
