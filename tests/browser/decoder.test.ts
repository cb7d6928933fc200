/** The scanner's reader, where the browser has none of its own: any code is read in two looks, however straight it is held. */
import path from 'node:path';
import { build } from 'esbuild';
import QRCode from 'qrcode';
import { expect, test } from 'vitest';
import type { createDecoder } from '#app/components/check-in/decoding/decoder';
import { launchBrowser } from '../helpers/browser';
import { ROOT } from '../helpers/program';

declare global {
  /** What the bundle makes of the module. */
  var scanner: { createDecoder: typeof createDecoder };
}

async function bundleDecoder(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(ROOT, 'app/components/check-in/decoding/decoder.ts')],
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'scanner',
    target: 'es2022',
  });
  return outputFiles[0]?.text ?? '';
}

/** As long as a token's address, each with other modules. */
const texts = Array.from({ length: 60 }, (_, index) => `HTTPS://ATTENDANCE.SCHOOL.TEST/C#${(index + 1) ** 24}`.slice(0, 90));
const codes = texts.map((text) => {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  return { text, size: modules.size, dark: [...modules.data].map(Number) };
});

/** Shows each code to a camera, quite straight, and looks twice. Runs in the page. */
async function missedInPage({ shown, scale }: { shown: typeof codes; scale: number }): Promise<string[]> {
  const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 });
  const context = canvas.getContext('2d') as CanvasRenderingContext2D;
  const video = Object.assign(document.createElement('video'), { muted: true, srcObject: canvas.captureStream() });
  document.body.append(video, canvas);
  void video.play();
  const decode = await scanner.createDecoder();
  const missed: string[] = [];
  for (const { text, size, dark } of shown) {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.fillStyle = '#fff';
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.fillStyle = '#000';
    context.setTransform(scale, 0, 0, scale, Math.floor(320 - (size * scale) / 2), Math.floor(240 - (size * scale) / 2));
    for (const [at, isDark] of dark.entries()) if (isDark) context.fillRect(at % size, Math.floor(at / size), 1, 1);
    const look = async (afterMs: number) => {
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      return [await decode(video), await decode(video)].includes(text);
    };
    // The picture of a machine with other things to do comes later: the same two looks, then.
    if (!(await look(60)) && !(await look(400))) missed.push(text);
  }
  return missed;
}

test('every code is read in two looks', { timeout: 30_000 }, async () => {
  await using browser = await launchBrowser();
  const page = await browser.newPage();
  await page.addScriptTag({ content: await bundleDecoder() });
  expect(await page.evaluate(missedInPage, { shown: codes, scale: 8 })).toEqual([]);
});
