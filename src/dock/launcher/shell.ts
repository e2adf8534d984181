/** The dock's own ground on a page: a host element, its shadow root, the frame that carries the look, and the launcher. */
import { labelIn } from './launcher-labels.ts';
import { remember } from '../persistence.ts';
import { resolveTheme, watchTheme, type ThemeName } from '../theme/page-theme.ts';
import launcherCss from './launcher.css?inline';
import { launcherStrings } from './launcher-strings.ts';
import { create, createLauncher, setAll, type Launcher, type LauncherLook, type LauncherStrings } from './launcher.ts';
import { listenToPage, type PageOpeners } from './page-openers.ts';

/** The element that holds a dock. It is never registered: an unknown element of that name takes a shadow root just as well. */
export const hostTag = 'chat-dock';

export interface ShellDeps extends PageOpeners {
  /** Fetches what the panel needs. */
  prepare(): void;
}

export interface Shell {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Carries direction, colours, geometry and (as `data-theme`) the scheme for everything inside. */
  readonly frame: HTMLElement;
  /** Where the panel is drawn. */
  readonly mount: HTMLElement;
  readonly launcher: Launcher;
  /** Draws what the owner wants, in the theme that the visitor or the caller chose. Without texts it has its own few. */
  draw(look: LauncherLook, theme: ThemeName, strings?: LauncherStrings | null): void;
  /** Fetches the panel before the visitor reaches for it, where the `load` option wants that. */
  prefetch(): void;
  destroy(): void;
}

/** Puts the frame and the launcher into a host element, which the caller places and removes. Nothing shows before `draw`. */
export function createShell(host: HTMLElement, firstLook: LauncherLook, deps: ShellDeps): Shell {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const styles = new CSSStyleSheet();
  styles.replaceSync(launcherCss);
  // Another shell in the same host replaces this sheet; with the host it is gone.
  root.adoptedStyleSheets = [styles];
  const frame = create('div', 'dock');
  const mount = create('div');
  let look = firstLook;
  let theme: ThemeName | undefined;
  let stopTheme: (() => void) | undefined;
  const launcher = createLauncher(
    deps.open,
    () => look.load !== 'manual' && deps.prepare(),
    () => remember(look.persist, look.name, { isOpen: false }),
  );
  frame.append(mount, launcher.element);
  root.append(frame);

  /** Takes on what the page may change at any time: its scheme and its font. */
  const adapt = () => {
    if (!theme) return;
    frame.setAttribute('data-theme', resolveTheme(theme));
    setLook(frame, 'font', resolveFont(look.font));
  };
  // A style sheet of the page may still be on its way.
  addEventListener('load', adapt, deps);
  listenToPage(host, () => look, deps);

  return {
    host,
    root,
    frame,
    mount,
    launcher,
    draw(nextLook, nextTheme, strings) {
      if (theme !== nextTheme) {
        stopTheme?.();
        stopTheme = watchTheme(nextTheme, adapt);
      }
      look = nextLook;
      theme = nextTheme;
      drawFrame(frame, look);
      launcher.update(look, strings ?? launcherStrings(wantedLocale(look.locale), look.strings));
      adapt();
    },
    prefetch() {
      if (look.load === 'eager') deps.prepare();
      if (look.load === 'idle') (window.requestIdleCallback ?? setTimeout)(() => deps.signal.aborted || deps.prepare());
    },
    destroy() {
      stopTheme?.();
      frame.remove();
    },
  };
}

function drawFrame(frame: HTMLElement, look: LauncherLook) {
  const direction = resolveDirection(look);
  const [y, side] = look.position.split('-');
  const locale = wantedLocale(look.locale);
  setAll(frame, {
    dir: direction,
    // Our texts in a language that we do not have are English; the owner's own are in the language they name.
    lang: labelIn(locale) || look.strings ? locale : 'en',
    'data-y': y,
    'data-x': toPhysicalSide(side, direction),
  });
  frame.toggleAttribute('data-accent', CSS.supports('color', look.accent ?? '-'));
  setLook(frame, 'z', look.zIndex);
  setLook(frame, 'x', look.offsetX);
  setLook(frame, 'y', look.offsetY);
  setLook(frame, 'own-accent', look.accent ?? '');
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
