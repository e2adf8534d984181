/** The theme's own font files, loaded through the FontFace API: a shadow root's stylesheet may not declare fonts. */
import type { ThemeFont } from './tokens.ts';

/**
 * Loads fonts into the document and returns the way to take them out again.
 *
 * Shape: a font that cannot be loaded is reported to `onError` and the built-in family shows instead. Nothing is fetched
 * before text needs it. Source: row E133 of the element reference.
 */
export function loadFonts(
  fonts: readonly ThemeFont[],
  onError: (error: Error) => void,
  page: Document = document,
): () => void {
  const added: FontFace[] = [];
  for (const font of fonts) {
    try {
      const face = new FontFace(font.family, `url(${JSON.stringify(font.src)})`, descriptors(font));
      page.fonts.add(face);
      added.push(face);
      face.loaded.catch((cause: unknown) => onError(fontError(font, cause)));
    } catch (cause) {
      onError(fontError(font, cause));
    }
  }
  return () => {
    for (const face of added) page.fonts.delete(face);
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
