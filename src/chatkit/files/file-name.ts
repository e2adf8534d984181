/** Makes a safe name to save a file under from a name that a server or a visitor chose. */
import { ownEntry } from '@chatdock/protocol/kinds';

const MAX_LETTERS = 120;
const ENDINGS: Readonly<Record<string, string>> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'image/avif': '.avif',
};

/**
 * Removes folders, characters that a system forbids or that change the text direction, and leading dots. Adds an
 * image's file extension.
 */
export function fileName(name: string, type = ''): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  const plain = last
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .replaceAll(/[<>:"|?*]/g, '_')
    .replaceAll(/^[\s.]+|[\s.]+$/g, '');
  const letters = [...plain];
  const short = letters.length > MAX_LETTERS ? letters.slice(-MAX_LETTERS).join('') : plain;
  const ending = ownEntry(ENDINGS, type) ?? '';
  const whole = short || 'file';
  return /\.\w{1,8}$/.test(whole) ? whole : `${whole}${ending}`;
}
