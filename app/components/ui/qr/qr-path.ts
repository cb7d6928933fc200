/** A QR matrix as one SVG path. Pure; the matrix comes from the `qrcode` package. */

/** Light modules that a reader needs around the code (ISO/IEC 18004). */
export const QUIET_ZONE = 4;

/** The dark modules as a path, one rectangle per horizontal run, moved in by the quiet zone. One unit is one module.
 *  @param data row by row, truthy where dark */
export function qrPath(data: ArrayLike<number>, size: number): string {
  let path = '';
  for (let y = 0; y < size; y++) {
    let x = 0;
    while (x < size) {
      const start = x;
      while (x < size && data[y * size + x]) x++;
      if (x > start) path += `M${start + QUIET_ZONE} ${y + QUIET_ZONE}h${x - start}v1h-${x - start}z`;
      else x++;
    }
  }
  return path;
}
