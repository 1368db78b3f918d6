import { chmodSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";

const MEMORY_FOLDER = "/dev/shm";
/** The folders and servers of all test files together take less. */
const NEEDED_BYTES = 4 * 1024 ** 3;

function hasRoom(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > NEEDED_BYTES;
  } catch {
    return false;
  }
}

/** Puts the temporary files of all tests into memory where there is room: servers there never wait for a disk. */
export default function chooseTemporaryFolder(): (() => void) | undefined {
  if (process.env.TMPDIR !== undefined || !hasRoom(MEMORY_FOLDER)) return undefined;
  const folder = mkdtempSync(join(MEMORY_FOLDER, "sourcing-tests-"));
  // Servers that refuse root run as another user, who has to pass through to folders of its own.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  return () => {
    delete process.env.TMPDIR;
    rmSync(folder, { recursive: true, force: true });
  };
}
