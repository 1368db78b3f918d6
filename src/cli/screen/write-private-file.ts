import { openHidden } from "../../machine/temporary-file.ts";
import { writeOut } from "./write-out.ts";

/**
 * Writes a file that only its owner may read, complete or not at all. It takes the place of what has that name, also of a
 * symbolic link, which is not followed. @throws FileUnwritable, or what `chunks` throw
 */
export async function writePrivateFile(
  name: string,
  chunks: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  const file = await openHidden(name);
  try {
    for await (const chunk of chunks) await file.write(chunk);
    await file.finish();
    await file.publishAs(name);
  } catch (error) {
    await file.discard();
    throw error;
  }
}

/** Writes to a private file, or to stdout where no file is named. */
export async function writeTo(
  file: string | undefined,
  chunks: AsyncIterable<string>,
  signal?: AbortSignal,
): Promise<void> {
  if (file === undefined) await writeOut(chunks, signal);
  else await writePrivateFile(file, chunks);
}
