const MAX_NAME = 200;

/**
 * Invisible characters. The first three alternatives are kept: the joiner of combined emoji, the tags of regional
 * flags, and the joiners of scripts such as Persian and Hindi.
 */
const INVISIBLE =
  /((?<=[\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d(?=\p{Extended_Pictographic})|\u{1f3f4}[\u{e0030}-\u{e007a}]+\u{e007f}|(?<=[\u0600-\u0dff])[\u200c\u200d](?=[\u0600-\u0dff]))|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A name that is safe to show and to download under: no path, no control or direction characters. */
export function toFileName(name: string): string {
  const last = name.split(/[\\/]/).at(-1) ?? '';
  return last.replaceAll(INVISIBLE, '$1').trim().slice(-MAX_NAME).toWellFormed() || 'file';
}
