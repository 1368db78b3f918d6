import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";

const MEGABYTE = 1_048_576;
/** Less than this is filled by a night of a large store. */
const LOW_MB = 500;
/** Less than this holds no answers in flight. */
const FULL_MB = 20;

/** How little space is left on the disk that holds a folder, which need not exist yet; null: enough. */
export async function describeLowSpace(folder: string): Promise<{ isFull: boolean; what: string } | null> {
  let place = folder;
  while (!existsSync(place) && dirname(place) !== place) place = dirname(place);
  const { bavail, bsize } = await statfs(place);
  const megabytes = Math.floor((bavail * bsize) / MEGABYTE);
  if (megabytes >= LOW_MB) return null;
  const isFull = megabytes < FULL_MB;
  const wanted = isFull
    ? `nothing is bought without room for the pages in flight`
    : `${LOW_MB} MB are advised`;
  return {
    isFull,
    what: `the disk that holds ${folder} has ${megabytes} MB free: ${wanted}; free some space`,
  };
}
