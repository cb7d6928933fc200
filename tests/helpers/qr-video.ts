/** Films of QR codes for Chromium's fake camera: YUV4MPEG2, 4:2:0, grey. Plain bytes, no tools. A film is played in a loop. */
import { existsSync, renameSync, statSync, writeFileSync } from 'node:fs';
import QRCode from 'qrcode';

export type FilmOptions = {
  width?: number;
  height?: number;
  /** Pixels a module. */
  scale?: number;
  framesPerSecond?: number;
  /** How many frames each text is shown; null stands for a wall without a code. */
  framesEach?: number;
};

/** Light and dark of a real screen, and the wall around it. */
const LIGHT = 235;
const DARK = 16;
const WALL = 200;
const NO_COLOUR = 128;
/** Modules of light around a code, as its standard asks (ISO/IEC 18004). */
const QUIET_ZONE = 4;

type Size = { width: number; height: number };

/** Brightness of each pixel of a frame that shows `text` in its middle. */
function picture(text: string | null, { width, height }: Size, scale: number): Buffer {
  const pixels = Buffer.alloc(width * height, WALL);
  if (text === null) return pixels;
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const side = (modules.size + 2 * QUIET_ZONE) * scale;
  const [left, top] = [Math.floor((width - side) / 2), Math.floor((height - side) / 2)];
  for (let y = Math.max(0, -top); y < Math.min(side, height - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(side, width - left); x++) {
      const [row, column] = [Math.floor(y / scale) - QUIET_ZONE, Math.floor(x / scale) - QUIET_ZONE];
      const isInside = row >= 0 && column >= 0 && row < modules.size && column < modules.size;
      pixels[(top + y) * width + left + x] = isInside && modules.get(row, column) ? DARK : LIGHT;
    }
  }
  return pixels;
}

/** How a film is shown: all but the size of a code's modules. */
type Showing = Omit<FilmOptions, 'scale'>;

/** Writes a film that shows each picture in turn, given by the brightness of its pixels, row by row. It is on disk when this returns. One
 *  as long as the film before is what a camera goes on with; with one of another length, a camera that is on goes on undisturbed. */
export function writeFilm(file: string, pictures: readonly Uint8Array[], options: Showing = {}): void {
  const { width = 640, height = 480, framesPerSecond = 5, framesEach = 5 } = options;
  const colour = Buffer.alloc((width * height) / 2, NO_COLOUR);
  const frames = pictures.flatMap((pixels) => {
    const frame = Buffer.concat([Buffer.from('FRAME\n'), pixels, colour]);
    return Array<Buffer>(framesEach).fill(frame);
  });
  const film = Buffer.concat([Buffer.from(`YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420\n`), ...frames]);
  if (existsSync(file) && statSync(file).size === film.length) {
    writeFileSync(file, film, { flag: 'r+' });
    return;
  }
  writeFileSync(`${file}.new`, film);
  renameSync(`${file}.new`, file);
}

/** Writes a film that shows each text in turn as a QR code.
 *  @param file path of the film, which should end in `.y4m`
 *  @throws when a text is too long for a QR code */
export function writeQrFilm(file: string, texts: readonly (string | null)[], options: FilmOptions = {}): void {
  const { width = 640, height = 480, scale = 8, ...showing } = options;
  const pictures = texts.map((text) => picture(text, { width, height }, scale));
  writeFilm(file, pictures, { width, height, ...showing });
}
