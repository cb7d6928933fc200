/** What a phone's camera sees when it is held towards a screen: a picture of what a page shows, taken now, as a film. */
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { writeFilm } from './qr-video';

const CAMERA = { width: 640, height: 480 };

/** Brightness of the pixels of a picture (PNG), as large as fits in the middle of a camera's. Runs in the page, which can read pictures. */
async function lumaInPage({ png, width, height }: { png: string; width: number; height: number }): Promise<string> {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.fillStyle = '#ccc';
  context.fillRect(0, 0, width, height);
  const scale = (0.95 * Math.min(width, height)) / Math.max(bitmap.width, bitmap.height);
  const [shownWidth, shownHeight] = [bitmap.width * scale, bitmap.height * scale];
  context.drawImage(bitmap, (width - shownWidth) / 2, (height - shownHeight) / 2, shownWidth, shownHeight);
  const { data } = context.getImageData(0, 0, width, height);
  let luma = '';
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    luma += String.fromCharCode(Math.round(0.3 * red + 0.59 * green + 0.11 * blue));
  }
  return btoa(luma);
}

async function pictureOf(page: Page, shown: Locator): Promise<Buffer> {
  const png = (await shown.screenshot({ animations: 'disabled' })).toString('base64');
  return Buffer.from(await page.evaluate(lumaInPage, { png, ...CAMERA }), 'base64');
}

/** Films what `shown` looks like on its page's screen at this moment, for a browser whose camera shows `file`. */
export async function filmScreen(page: Page, shown: Locator, file: string): Promise<void> {
  writeFilm(file, [await pictureOf(page, shown)], CAMERA);
}

/** Long enough for a scanner on a busy machine. */
const FRAMES_EACH = 50;

/** Films the codes that a screen shows in so many windows in a row, from the next edge on. Windows have to outlast a picture. */
export async function filmWindows(page: Page, qr: Locator, { file, count }: { file: string; count: number }): Promise<void> {
  const drawing = () => qr.locator('path').getAttribute('d');
  const pictures: Buffer[] = [];
  let last = await drawing();
  while (pictures.length < count) {
    await expect.poll(drawing, { interval: 50, timeout: 60_000 }).not.toBe(last);
    last = await drawing();
    pictures.push(await pictureOf(page, qr));
    // A picture that took longer than its window may show the next.
    expect(await drawing()).toBe(last);
  }
  writeFilm(file, pictures, { ...CAMERA, framesEach: FRAMES_EACH });
}
