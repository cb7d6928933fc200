/** Draws a chosen JPEG anew, on the device: turned as it is seen, no larger than is needed to read it, and without what it says of when and
 *  where. */

/** Enough to read a letter by. */
const SIDE_PX = 2400;
const QUALITY = 0.85;

function draw(picture: ImageBitmap): Promise<Blob | null> {
  const scale = Math.min(1, SIDE_PX / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY));
}

/** The same picture upright; the file itself when it is no JPEG, or one that this browser cannot read. Never rejects. */
async function uprightPhoto(file: File): Promise<File> {
  if (file.type !== 'image/jpeg') return file;
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return file;
  const drawn = await draw(picture);
  picture.close();
  return drawn ? new File([drawn], file.name, { type: drawn.type }) : file;
}

/** Puts the upright picture in the place of the one that was chosen. Until then, and without the page's script, that one is sent. */
export async function turnUpright(input: HTMLInputElement): Promise<void> {
  const [file] = input.files ?? [];
  if (!file) return;
  const upright = await uprightPhoto(file);
  if (upright === file || input.files?.[0] !== file) return;
  const files = new DataTransfer();
  files.items.add(upright);
  input.files = files.files;
}
