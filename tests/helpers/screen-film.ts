/** What a phone's camera sees when it is held towards a screen: the code that a page draws, drawn once more in the size of a frame. */
import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import { writeFilm } from './qr-video';

const FRAME = { width: 640, height: 480 };

/** Brightness of each pixel of a frame with the page's drawing in its middle, before a grey wall. Runs in the page.
 *  @param code an `<svg>` whose path is black on white, a unit a module */
function frameOf(code: SVGElement | HTMLElement, { width, height }: typeof FRAME): { drawing: string; luma: string } {
  const drawing = code.querySelector('path')?.getAttribute('d') ?? '';
  const modules = Number(code.getAttribute('viewBox')?.split(' ').at(-1));
  const quietZone = 4;
  const scale = Math.floor(height / (modules + 2 * quietZone));
  const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = '#ccc';
  context.fillRect(0, 0, width, height);
  const [left, top] = [(width - modules * scale) / 2, (height - modules * scale) / 2].map(Math.floor);
  context.setTransform(scale, 0, 0, scale, left ?? 0, top ?? 0);
  context.fillStyle = '#fff';
  context.fillRect(-quietZone, -quietZone, modules + 2 * quietZone, modules + 2 * quietZone);
  context.fillStyle = '#000';
  context.fill(new Path2D(drawing));
  const { data } = context.getImageData(0, 0, width, height);
  let luma = '';
  for (let at = 0; at < data.length; at += 4) luma += String.fromCharCode(data[at] ?? 0);
  return { drawing, luma: btoa(luma) };
}

async function pictureOf(shown: Locator): Promise<{ drawing: string; picture: Buffer }> {
  const { drawing, luma } = await shown.evaluate(frameOf, FRAME);
  return { drawing, picture: Buffer.from(luma, 'base64') };
}

/** Films the code that `shown` shows at this moment, for a browser whose camera shows `file`. */
export async function filmScreen(shown: Locator, file: string): Promise<void> {
  const { picture } = await pictureOf(shown);
  writeFilm(file, [picture], FRAME);
}

/** Long enough for a scanner on a busy machine. */
const FRAMES_EACH = 12;

/** Films the codes that a screen shows in so many windows in a row, from the next edge on. */
export async function filmWindows(shown: Locator, { file, count }: { file: string; count: number }): Promise<void> {
  const pictures: Buffer[] = [];
  let last = (await pictureOf(shown)).drawing;
  const isNew = async () => (await shown.locator('path').getAttribute('d')) !== last;
  while (pictures.length < count) {
    await expect.poll(isNew, { interval: 50, timeout: 60_000 }).toBe(true);
    const { drawing, picture } = await pictureOf(shown);
    pictures.push(picture);
    last = drawing;
  }
  writeFilm(file, pictures, { ...FRAME, framesEach: FRAMES_EACH });
}
