/** Bodies as Node's streams have them, for what is compressed on its way. React makes a page in pieces of 512 bytes, and each would be
 *  compressed and sent by itself, at several times the cost and twice the length. */
import { Readable } from 'node:stream';

/** What is gathered goes on once there is this much of it. */
const PIECE_BYTES = 64 * 1024;

function endOfTurn(): Promise<null> {
  return new Promise((resolve) => setImmediate(resolve, null));
}

/** The body in larger pieces: what is there within one turn of the event loop goes on as one. Destroyed, it cancels the body. */
export function gathered(body: ReadableStream<Uint8Array>): Readable {
  const reader = body.getReader();
  let ahead: ReturnType<typeof reader.read> | null = null;

  /** Null when there is no more. */
  async function nextPiece(): Promise<Buffer | null> {
    const parts: Uint8Array[] = [];
    let found: Awaited<ReturnType<typeof reader.read>> | null = await (ahead ?? reader.read());
    const turn = endOfTurn();
    for (let size = 0; found && !found.done; found = size < PIECE_BYTES ? await Promise.race([ahead, turn]) : null) {
      parts.push(found.value);
      size += found.value.length;
      ahead = reader.read();
      // A failure is for the next piece to tell, which nobody may have asked for yet.
      ahead.catch(() => {});
    }
    return parts.length > 0 ? Buffer.concat(parts) : null;
  }

  return new Readable({
    read() {
      nextPiece().then(
        (piece) => this.push(piece),
        (error) => this.destroy(error),
      );
    },
    destroy(error, done) {
      reader.cancel(error).then(
        () => done(error),
        () => done(error),
      );
    },
  });
}
