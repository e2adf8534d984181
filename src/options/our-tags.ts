/** The script tags that load ChatDock: by `src`, or by an `import()` in an inline script. */
export const ourTags = (): HTMLScriptElement[] =>
  Array.from(document.scripts).filter(({ src, text }) => (src + text).includes('chatdock'));
