/** The tags of the page that brought us in: by their address, or by an `import()` in their text. */
export const ourTags = (): HTMLScriptElement[] =>
  Array.from(document.scripts).filter(({ src, text }) => (src + text).includes('chatdock'));
