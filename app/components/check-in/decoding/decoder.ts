/**
 * Reads QR codes out of pictures: with the browser's own `BarcodeDetector` where it has one, otherwise with zxing, which is loaded
 * only then. Free of React.
 */

export type Picture = HTMLVideoElement | ImageBitmap;

/** The text of a code in the picture, or null. Never rejects: a frame that cannot be read is followed by the next. */
export type Decode = (picture: Picture) => Promise<string | null>;

type BarcodeDetectorLike = { detect: (picture: Picture) => Promise<{ rawValue: string }[]> };
type BarcodeDetectorClass = {
  new (options: { formats: string[] }): BarcodeDetectorLike;
  getSupportedFormats: () => Promise<string[]>;
};

/** Some phones announce a detector that then fails each time (no Play services). */
const MOST_FAILURES = 3;
/** Longest side of what zxing is given: larger takes longer than a frame lasts. */
const SIDE = 640;

/** A part of a picture: its middle, `share` of each side, made smaller to `side` and turned by `tilt` degrees. */
type Look = { share: number; side: number; tilt?: number };

const WHOLE: Look = { share: 1, side: SIDE };
/** The middle as if zoomed in, for a code at the far end of a hall. */
const FAR: Look = { share: 0.5, side: SIDE };
/** As if from further away, and askew. The reader's threshold is too local for large modules, and of codes that stand quite straight
 *  it misses one in twenty: rows of modules look like the corners it searches for. */
const ASKEW: Look = { share: 1, side: 360, tilt: 20 };
/** Photos have more of everything, noise included, and all the time in the world. */
const PHOTO_LOOKS: Look[] = [
  { share: 1, side: 1600 },
  { share: 1, side: 900 },
  { share: 1, side: 900, tilt: 20 },
  { share: 0.5, side: 1200 },
  { share: 1, side: 480, tilt: 20 },
];

function sizeOf(picture: Picture): { width: number; height: number } {
  return picture instanceof HTMLVideoElement
    ? { width: picture.videoWidth, height: picture.videoHeight }
    : { width: picture.width, height: picture.height };
}

/** Draws a look at the picture. */
function draw(canvas: HTMLCanvasElement, picture: Picture, { share, side, tilt = 0 }: Look): void {
  const size = sizeOf(picture);
  const [width, height] = [size.width * share, size.height * share];
  const scale = Math.min(1, side / Math.max(width, height));
  const angle = (tilt * Math.PI) / 180;
  const [along, across] = [Math.cos(angle), Math.sin(angle)];
  canvas.width = Math.max(1, Math.round((width * along + height * across) * scale));
  canvas.height = Math.max(1, Math.round((height * along + width * across) * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) return;
  context.fillStyle = '#ccc';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate(angle);
  context.scale(scale, scale);
  const [left, top] = [(size.width - width) / 2, (size.height - height) / 2];
  context.drawImage(picture, left, top, width, height, -width / 2, -height / 2, width, height);
}

async function createZxingDecoder(): Promise<Decode> {
  const { BrowserQRCodeReader } = await import('./zxing.client');
  const reader = new BrowserQRCodeReader();
  const canvas = document.createElement('canvas');
  let turn = 0;

  function read(picture: Picture, look: Look): string | null {
    draw(canvas, picture, look);
    try {
      return reader.decodeFromCanvas(canvas).getText();
    } catch {
      // A picture without a code is an exception here, as is one that only looks like it has one.
      return null;
    }
  }

  return async (picture) => {
    if (!(picture instanceof HTMLVideoElement)) {
      for (const look of PHOTO_LOOKS) {
        const text = read(picture, look);
        if (text !== null) return text;
      }
      return null;
    }
    const looks = picture.videoWidth > SIDE ? [WHOLE, ASKEW, FAR] : [WHOLE, ASKEW];
    return read(picture, looks[turn++ % looks.length] as Look);
  };
}

async function createNativeDecoder(): Promise<Decode | null> {
  const Detector = (globalThis as { BarcodeDetector?: BarcodeDetectorClass }).BarcodeDetector;
  const formats = await Detector?.getSupportedFormats().catch((): string[] => []);
  if (!Detector || !formats?.includes('qr_code')) return null;
  const detector = new Detector({ formats: ['qr_code'] });
  let failures = 0;
  let other: Promise<Decode> | null = null;
  return async (picture) => {
    if (other) return (await other)(picture);
    try {
      const [code] = await detector.detect(picture);
      failures = 0;
      return code?.rawValue ?? null;
    } catch {
      failures += 1;
      if (failures === MOST_FAILURES) other = createZxingDecoder();
      return null;
    }
  };
}

/** The best decoder this browser has.
 *  @throws TypeError when zxing is needed and cannot be loaded */
export async function createDecoder(): Promise<Decode> {
  return (await createNativeDecoder()) ?? createZxingDecoder();
}
