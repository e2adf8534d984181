/** Loads the theme's font files with the FontFace API, because `@font-face` in a shadow root has no effect. */
import type { ThemeFont } from './tokens.ts';

/**
 * Adds fonts to the document. Returns a function that removes them.
 *
 * If a font fails to load, its address is added to `failed` and reported to `onError`, once for each address, and the
 * built-in family shows instead. The browser fetches a font only when text uses it. Source: row E133 of the element
 * reference.
 */
export function loadFonts(
  fonts: readonly ThemeFont[],
  onError: (error: Error) => void,
  failed = new Set<string>(),
  set: FontFaceSet = document.fonts,
): () => void {
  const added: FontFace[] = [];
  const fail = (font: ThemeFont, cause: unknown) => {
    if (failed.has(font.src)) return;
    failed.add(font.src);
    onError(fontError(font, cause));
  };
  for (const font of fonts) {
    try {
      const face = new FontFace(font.family, `url(${JSON.stringify(font.src)})`, descriptors(font));
      set.add(face);
      added.push(face);
      face.loaded.catch((cause: unknown) => fail(font, cause));
    } catch (cause) {
      fail(font, cause);
    }
  }
  return () => {
    for (const face of added) set.delete(face);
  };
}

function descriptors({ weight, style, display, unicodeRange }: ThemeFont): FontFaceDescriptors {
  return {
    ...(weight === undefined ? {} : { weight: String(weight) }),
    ...(style === undefined ? {} : { style }),
    ...(display === undefined ? {} : { display }),
    ...(unicodeRange === undefined ? {} : { unicodeRange }),
  };
}

function fontError(font: ThemeFont, cause: unknown): Error {
  return new Error(
    `The font “${font.family}” could not be loaded from ${font.src}, so the built-in font shows instead. Check theme.typography.fontSources.`,
    { cause },
  );
}
