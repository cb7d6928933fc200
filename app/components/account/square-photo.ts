/** Makes a small square picture of whatever the person chose, on the device: the large one, and what it says of when and where, stay there. */
import { PHOTO_MAX_BYTES, PHOTO_SIDE_PX } from '#domain/person/profile';

/** Best first; a browser that cannot write WebP answers with another type, and is asked for JPEG. */
const ATTEMPTS = [
  { type: 'image/webp', quality: 0.85 },
  { type: 'image/jpeg', quality: 0.85 },
  { type: 'image/jpeg', quality: 0.6 },
] as const;

/** The middle of the picture, as large as fits. */
function drawSquare(picture: ImageBitmap): HTMLCanvasElement {
  const side = Math.min(picture.width, picture.height);
  const canvas = document.createElement('canvas');
  const size = Math.min(side, PHOTO_SIDE_PX);
  canvas.width = size;
  canvas.height = size;
  const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
  canvas.getContext('2d')?.drawImage(picture, left, top, side, side, 0, 0, size, size);
  return canvas;
}

const encode = (canvas: HTMLCanvasElement, { type, quality }: (typeof ATTEMPTS)[number]) =>
  new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality));

/** A square WebP or JPEG of at most `PHOTO_SIDE_PX`; null when the file is not a picture this browser can read. Never rejects. */
export async function squarePhoto(file: Blob): Promise<Blob | null> {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  const canvas = drawSquare(picture);
  picture.close();
  for (const attempt of ATTEMPTS) {
    const blob = await encode(canvas, attempt);
    if (blob?.type === attempt.type && blob.size <= PHOTO_MAX_BYTES) return blob;
  }
  return null;
}
