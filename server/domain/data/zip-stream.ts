/** A zip that is packed as it is read. No file in it may reach 4 GB: the format of `fflate` ends there. Pure. */
import { Zip, ZipDeflate } from 'fflate';

/** A file by its name in the zip, in pieces. */
export type ZipFile = { name: string; chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array> };

const NOTHING = new Uint8Array(0);

/** @param at epoch ms, as the files' time */
export async function* zipOf(files: Iterable<ZipFile>, at: number): AsyncGenerator<Uint8Array> {
  let packed: Uint8Array[] = [];
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    packed.push(bytes);
  });
  const takePacked = () => {
    const taken = packed;
    packed = [];
    return taken;
  };
  for (const { name, chunks } of files) {
    const file = new ZipDeflate(name, { level: 6 });
    file.mtime = at;
    zip.add(file);
    for await (const chunk of chunks) {
      file.push(chunk);
      yield* takePacked();
    }
    file.push(NOTHING, true);
    yield* takePacked();
  }
  zip.end();
  yield* takePacked();
}
