/** Resolves a theme to light or dark, from the page's own theme switch or the system setting, and watches both. */

export type ColorScheme = 'light' | 'dark';
export type ThemeName = ColorScheme | 'system' | 'auto';

/** The color scheme that a theme results in now. Browser only. */
export function resolveTheme(theme: ThemeName): ColorScheme {
  const scheme = theme === 'auto' ? pageScheme() || 'system' : theme;
  return scheme !== 'system' ? scheme : prefersDark().matches ? 'dark' : 'light';
}

/** Calls `onChange` whenever the scheme of `theme` may have changed. Returns a function that stops it. */
export function watchTheme(theme: ThemeName, onChange: () => void): () => void {
  const media = prefersDark();
  media.addEventListener('change', onChange);
  const observer = new MutationObserver(() => {
    watch();
    onChange();
  });
  // Turbo and similar routers replace the body, and React 18 the whole document, so observe the new one.
  const watch = () => {
    observer.observe(document, { childList: true });
    observer.observe(document.documentElement, { attributes: true, childList: true });
    observer.observe(document.body, { attributes: true });
  };
  if (theme === 'auto') watch();
  return () => {
    media.removeEventListener('change', onChange);
    observer.disconnect();
  };
}

const prefersDark = () => matchMedia('(prefers-color-scheme: dark)');

/**
 * The scheme that the page sets: by a class (`dark`, `theme-dark`, `dark-mode`), by an attribute such as `data-theme`,
 * `data-bs-theme` or `data-color-mode` on html or body, or by `color-scheme`. `undefined` if it sets none.
 */
function pageScheme(): ColorScheme | undefined {
  for (const element of [document.documentElement, document.body]) {
    for (const { name, value } of element.attributes) {
      const [, scheme] =
        (/^class$|theme|color-(mode|scheme)/.test(name) &&
          /(?:^|\s)(?:theme-|is-|mode-)?(dark|light)(?:-mode|-theme)?(?:\s|$)/i.exec(value)) ||
        [];
      // The pattern has only these two words.
      if (scheme) return scheme.toLowerCase() as ColorScheme;
    }
  }
  const [declared, both] = getComputedStyle(document.documentElement).colorScheme.match(/dark|light/g) || [];
  // One of the two words of the pattern, if any.
  return both ? undefined : (declared as ColorScheme | undefined);
}
