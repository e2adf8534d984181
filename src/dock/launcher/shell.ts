/** The dock's own ground on a page: a host element, its shadow root, the frame that carries the look, the launcher. */
import { launcherCss } from './launcher-css.ts';
import { labelIn } from './launcher-labels.ts';
import {
  create,
  createLauncher,
  setAll,
  type Launcher,
  type LauncherLook,
  type LauncherParts,
  type LauncherStrings,
} from './launcher.ts';
import type { ColorScheme } from '../theme/page-theme.ts';
import { adoptStyles } from '../style-sheets.ts';

/** The element that holds a dock. It is never registered: an unknown element of that name takes a shadow root just as well. */
export const hostTag = 'chat-dock';

export interface Shell {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Carries direction, colours and geometry for everything inside. */
  readonly frame: HTMLElement;
  /** Where the panel is drawn. */
  readonly mount: HTMLElement;
  readonly launcher: Launcher;
  /** Draws what the owner wants; scheme and font, which the page may have a say in at any time, are set apart from it. */
  update(options: LauncherLook, strings: LauncherStrings): void;
  setFont(font: string): void;
  setColorScheme(scheme: ColorScheme): void;
  setOpen(isOpen: boolean): void;
  destroy(): void;
}

/** Draws the frame and the launcher into a host element. The host is the caller's to place and to remove. */
export function createShell(host: HTMLElement, parts: LauncherParts): Shell {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const removeStyles = adoptStyles(root, launcherCss);
  const frame = create('div', 'dock');
  const mount = create('div');
  const launcher = createLauncher(parts);
  frame.append(mount, launcher.element);
  root.append(frame);

  return {
    host,
    root,
    frame,
    mount,
    launcher,
    update(options, strings) {
      const direction = resolveDirection(options);
      const [y, side] = options.position.split('-');
      const locale = wantedLocale(options.locale);
      setAll(frame, {
        dir: direction,
        // Words of ours in a language we do not speak are English; the owner's own are in the language they say.
        lang: labelIn(locale) || options.strings ? locale : 'en',
        'data-y': y,
        'data-x': toPhysicalSide(side, direction),
      });
      frame.toggleAttribute('data-accent', CSS.supports('color', options.accent ?? '-'));
      setLook(frame, 'z', options.zIndex);
      setLook(frame, 'x', options.offsetX);
      setLook(frame, 'y', options.offsetY);
      setLook(frame, 'own-accent', options.accent ?? '');
      launcher.update(options, strings);
    },
    setFont(font) {
      setLook(frame, 'font', resolveFont(font));
    },
    setColorScheme(scheme) {
      frame.setAttribute('data-theme', scheme);
    },
    setOpen(isOpen) {
      frame.toggleAttribute('data-open', isOpen);
      launcher.set({ isOpen });
    },
    destroy() {
      frame.remove();
      removeStyles();
    },
  };
}

// The browser makes a text of a number.
export const setLook = (frame: HTMLElement, name: string, value: string | number) =>
  frame.style.setProperty(`--dock-${name}`, value as string);

function toPhysicalSide(side: string | undefined, direction: 'ltr' | 'rtl') {
  if (side === 'left' || side === 'right') return side;
  return (side === 'start') === (direction === 'ltr') ? 'left' : 'right';
}

/** The language to speak: the option, else the page's, else the browser's. */
export function wantedLocale(locale: string): string {
  return locale === 'auto' ? document.documentElement.lang || navigator.language || 'en' : locale;
}

/** The page's own font, unless another one was asked for. */
export const resolveFont = (font: string) => (font === 'inherit' ? getComputedStyle(document.body).fontFamily : font);

/** A colour as it is: a variable of the page's is looked up, since not everything that takes a colour knows the page. */
export const resolveColor = (color: string | undefined) =>
  color?.replace(
    /var\(\s*(--[\w-]+)\s*(?:,([^)]*))?\)/,
    (_, name: string, otherwise = '') =>
      getComputedStyle(document.documentElement).getPropertyValue(name).trim() || String(otherwise).trim(),
  );

const rightToLeft = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/i;

/** Which way the shell reads. */
export function resolveDirection({ dir, locale }: LauncherLook): 'ltr' | 'rtl' {
  if (dir !== 'auto') return dir;
  return rightToLeft.test(wantedLocale(locale)) ? 'rtl' : 'ltr';
}
