import { createHash } from "node:crypto";

/** Stands in the title of every process of this server, so that those of a killed one can be found. */
export function toClusterName(data: string): string {
  return `sourcing-${createHash("sha256").update(data).digest("hex").slice(0, 12)}`;
}

/**
 * The words after `postgres`. They outrank postgresql.conf and ALTER SYSTEM, so the server stays private and its log
 * free of people's data whatever is changed there. Everything that makes commits durable is left as it comes: on.
 */
export function toServerArguments(data: string, port: number): string[] {
  const settings: Readonly<Record<string, string>> = {
    listen_addresses: "127.0.0.1",
    port: String(port),
    // A socket's path may have 107 bytes at most, which a deep home passes; nothing here needs one.
    unix_socket_directories: "",
    cluster_name: toClusterName(data),
    max_connections: "100",
    timezone: "UTC",
    log_timezone: "UTC",
    // "log" shows what happens to the server and hides the errors of statements, whose messages hold values of rows.
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
