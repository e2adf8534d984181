/** Compares screenshots. */
import type { Page } from 'playwright-core';

/** The share of different pixels in two PNGs (base64), from 0 to 1; 1 if the sizes differ. Computed in any page. */
export async function differingShare(page: Page, one: string, other: string): Promise<number> {
  if (one === other) return 0;
  return page.evaluate(
    async ([one = '', other = '']) => {
      // Runs in the page, so it must be self-contained.
      // oxlint-disable-next-line unicorn/consistent-function-scoping
      const read = async (png: string) => {
        const bitmap = await createImageBitmap(new Blob([Uint8Array.from(atob(png), (sign) => sign.charCodeAt(0))]));
        const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d');
        pen?.drawImage(bitmap, 0, 0);
        return pen?.getImageData(0, 0, bitmap.width, bitmap.height) ?? new ImageData(1, 1);
      };
      const [a, b] = await Promise.all([read(one), read(other)]);
      if (a.width !== b.width || a.height !== b.height) return 1;
      let count = 0;
      for (let at = 0; at < a.data.length; at += 4) {
        const distance = [0, 1, 2].reduce(
          (sum, part) => sum + Math.abs((a.data[at + part] ?? 0) - (b.data[at + part] ?? 0)),
          0,
        );
        if (distance > 12) count++;
      }
      return count / (a.data.length / 4);
    },
    [one, other],
  );
}
