/** Loads the theme's font files with the FontFace API, because `@font-face` in a shadow root has no effect. */
import type { ThemeFont } from './tokens.ts';

/**
 * Adds fonts to the document. Returns a function that removes them.
 *
 * A font that fails to load is reported to `onError`, and the built-in family shows instead. The browser fetches a font
 * only when text uses it. Source: row E133 of the element reference.
 */
export function loadFonts(
  fonts: readonly ThemeFont[],
  onError: (error: Error) => void,
  set: FontFaceSet = document.fonts,
): () => void {
  const added: FontFace[] = [];
  for (const font of fonts) {
    try {
      const face = new FontFace(font.family, `url(${JSON.stringify(font.src)})`, descriptors(font));
      set.add(face);
      added.push(face);
      face.loaded.catch((cause: unknown) => onError(fontError(font, cause)));
    } catch (cause) {
      onError(fontError(font, cause));
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
    ...(display === undefined ? {} : { display: display as FontDisplay }),
    ...(unicodeRange === undefined ? {} : { unicodeRange }),
  };
}

function fontError(font: ThemeFont, cause: unknown): Error {
  return new Error(
    `The font “${font.family}” could not be loaded from ${font.src}, so the built-in font shows instead. Check theme.typography.fontSources.`,
    { cause },
  );
}
