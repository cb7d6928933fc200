/** What a phone's camera sees when it is held towards a screen: the code that a page shows, read off its picture, as a film. */
import {
  BarcodeFormat,
  BinaryBitmap,
  DecodeHintType,
  GlobalHistogramBinarizer,
  MultiFormatReader,
  RGBLuminanceSource,
} from '@zxing/library';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { writeQrFilm } from './qr-video';

type Picture = { width: number; height: number; luma: string };

/** Brightness of the pixels of a picture (PNG), enlarged so that a module covers several. Runs in the page, which can read pictures. */
async function lumaInPage({ png, scale }: { png: string; scale: number }): Promise<Picture> {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  const context = new OffscreenCanvas(width, height).getContext('2d') as OffscreenCanvasRenderingContext2D;
  context.drawImage(bitmap, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  let luma = '';
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    luma += String.fromCharCode(Math.round(0.3 * red + 0.59 * green + 0.11 * blue));
  }
  return { width, height, luma: btoa(luma) };
}

/** A picture of a screen is evenly lit: one threshold for all of it is right, whatever the size of a module.
 *  @throws when the picture holds no QR code that can be read */
function readQr({ width, height, luma }: Picture): string {
  const source = new RGBLuminanceSource(new Uint8ClampedArray(Buffer.from(luma, 'base64')), width, height);
  const hints = new Map<DecodeHintType, unknown>([
    [DecodeHintType.POSSIBLE_FORMATS, [BarcodeFormat.QR_CODE]],
    [DecodeHintType.TRY_HARDER, true],
  ]);
  return new MultiFormatReader().decode(new BinaryBitmap(new GlobalHistogramBinarizer(source)), hints).getText();
}

/** A picture may be taken just as the code changes. */
const PICTURES = 5;

/** @throws when it cannot be read from there */
async function textOn(page: Page, shown: Locator, pictures = PICTURES): Promise<string> {
  const png = (await shown.screenshot({ animations: 'disabled' })).toString('base64');
  try {
    return readQr(await page.evaluate(lumaInPage, { png, scale: 2 }));
  } catch (error) {
    if (pictures === 1) throw error;
    return textOn(page, shown, pictures - 1);
  }
}

/** Films the code that `shown` shows on its page's screen at this moment, for a browser whose camera shows `file`.
 *  @throws when it cannot be read from there */
export async function filmScreen(page: Page, shown: Locator, file: string): Promise<void> {
  writeQrFilm(file, [await textOn(page, shown)]);
}

/** Long enough for a scanner on a busy machine. */
const FRAMES_EACH = 50;

/** Films the codes that a screen shows in so many windows in a row, from the next edge on. Windows have to outlast a picture. */
export async function filmWindows(page: Page, qr: Locator, { file, count }: { file: string; count: number }): Promise<void> {
  const drawing = () => qr.locator('path').getAttribute('d');
  const texts: string[] = [];
  let last = await drawing();
  while (texts.length < count) {
    await expect.poll(drawing, { interval: 50, timeout: 60_000 }).not.toBe(last);
    last = await drawing();
    texts.push(await textOn(page, qr));
    // A picture that took longer than its window may show the next.
    expect(await drawing()).toBe(last);
  }
  writeQrFilm(file, texts, { framesEach: FRAMES_EACH });
}
