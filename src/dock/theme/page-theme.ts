/** Light or dark: what an option, the page's own switch and the visitor's system come to, live. */

export type ColorScheme = 'light' | 'dark';
export type ThemeName = ColorScheme | 'system' | 'auto';

/** The scheme a theme stands for right now; not for a server, where there is no page. */
export function resolveTheme(theme: ThemeName): ColorScheme {
  if (theme === 'light' || theme === 'dark') return theme;
  return (theme === 'auto' ? pageScheme() : undefined) ?? (prefersDark().matches ? 'dark' : 'light');
}

/** Calls `onChange` whenever the scheme that `theme` stands for may have changed; returns the way to stop. */
export function watchTheme(theme: ThemeName, onChange: () => void): () => void {
  if (theme === 'light' || theme === 'dark') return () => {};
  const media = prefersDark();
  media.addEventListener('change', onChange);
  const observer = new MutationObserver(() => {
    watch();
    onChange();
  });
  // Turbo and its like put another body in the place of the one that was watched.
  const watch = () => {
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
 * What the page itself has chosen, by a class (`dark`, `theme-dark`, `dark-mode`) or by an attribute such as `data-theme`,
 * `data-bs-theme` or `data-color-mode` on html or body, or by `color-scheme`; `undefined` when it leaves it to the system.
 */
function pageScheme(): ColorScheme | undefined {
  for (const element of [document.documentElement, document.body]) {
    for (const { name, value } of element?.attributes ?? []) {
      if (!/^class$|theme|color-(mode|scheme)/.test(name)) continue;
      const [, scheme] = /(?:^|\s)(?:theme-|is-|mode-)?(dark|light)(?:-mode|-theme)?(?:\s|$)/i.exec(value) ?? [];
      if (scheme) return scheme.toLowerCase() as ColorScheme;
    }
  }
  const [declared, both] = getComputedStyle(document.documentElement).colorScheme.match(/dark|light/g) ?? [];
  return both ? undefined : (declared as ColorScheme | undefined);
}
