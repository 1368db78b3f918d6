import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

const MILLISECONDS_PER_SECOND = 1000;
/** `ps` prints times in the zone and language of its caller: these make its answer the same for everybody. */
const PS_ENVIRONMENT = { PATH: "/usr/bin:/bin:/usr/sbin:/sbin", LC_ALL: "C", TZ: "UTC" };

function readProcFile(pid: number, name: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8");
  } catch {
    return null;
  }
}

function askPs(args: readonly string[]): string {
  return spawnSync("ps", args, { encoding: "utf8", env: PS_ENVIRONMENT }).stdout ?? "";
}

/** Linux: clock ticks since boot. The name of a program may hold spaces and brackets, so fields count from the last one. */
function startFromProc(pid: number): string | null {
  const stat = readProcFile(pid, "stat");
  if (stat === null) return null;
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const state = fields[0];
  if (state === "Z" || state === "X") return null;
  return fields[19] ?? null;
}

/** macOS and the BSDs: seconds since 1970, as `ps` knows them. */
function startFromPs(pid: number): string | null {
  const line = askPs(["-p", String(pid), "-o", "stat=,lstart="]).trim();
  const space = line.indexOf(" ");
  if (space < 0 || line.startsWith("Z")) return null;
  const time = Date.parse(`${line.slice(space + 1).trim()} UTC`);
  return Number.isNaN(time) ? null : String(time / MILLISECONDS_PER_SECOND);
}

function startFromSignal(pid: number): string | null {
  try {
    process.kill(pid, 0);
    return "0";
  } catch {
    return null;
  }
}

/**
 * When the process was started, as an opaque run of digits that a later process of the same number does not share,
 * or null where no such process runs (one that has ended but was not collected by its parent does not run).
 */
export function startOfProcess(pid: number): string | null {
  if (process.platform === "linux") return startFromProc(pid);
  return process.platform === "win32" ? startFromSignal(pid) : startFromPs(pid);
}

/** The number of the user as whom a running process works; null where it has ended or the system has no such users. */
export function userOfProcess(pid: number): number | null {
  if (process.platform === "win32") return null;
  const found =
    process.platform === "linux"
      ? /^Uid:\s+\d+\s+(\d+)/m.exec(readProcFile(pid, "status") ?? "")?.[1]
      : /^\s*(\d+)/.exec(askPs(["-p", String(pid), "-o", "uid="]))?.[1];
  return found === undefined ? null : Number(found);
}

/** The command line of a running process, its words joined by spaces; null where it has ended or cannot be seen. */
export function commandOfProcess(pid: number): string | null {
  const text =
    process.platform === "linux"
      ? (readProcFile(pid, "cmdline") ?? "").replaceAll("\0", " ")
      : askPs(["-p", String(pid), "-ww", "-o", "command="]);
  return text.trim() === "" ? null : text;
}

/** Numbers of the running processes whose command line starts with `prefix`. */
export function findProcesses(prefix: string): number[] {
  if (process.platform !== "linux") {
    return askPs(["-axww", "-o", "pid=,command="])
      .split("\n")
      .map((line) => /^\s*(\d+)\s+(.*)$/.exec(line))
      .filter((match) => match?.[2]?.startsWith(prefix))
      .map((match) => Number(match?.[1]));
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => commandOfProcess(pid)?.startsWith(prefix));
}
