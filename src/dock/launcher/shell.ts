/** The dock's elements on the page: the shadow root of the host element, the frame that carries theme and size, and the launcher. */
import { labelIn } from './launcher-labels.ts';
import type { Emit } from '../dock-events.ts';
import { readRemembered, remember } from '../persistence.ts';
import { resolveTheme, watchTheme, type ColorScheme, type ThemeName } from '../theme/page-theme.ts';
import launcherCss from './launcher.css?inline';
import { launcherStrings } from './launcher-strings.ts';
import { create, createLauncher, setAll, type Launcher, type LauncherLook, type LauncherStrings } from './launcher.ts';
import { listenToPage, type PageOpeners } from './page-openers.ts';

/** The name of the host element. It is never registered as a custom element, because `attachShadow` works without that. */
export const HOST_TAG = 'chat-dock';

interface ShellDeps extends PageOpeners {
  /** Starts loading what the panel needs. */
  prepare(): void;
  emit: Emit;
}

export interface Shell {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Carries the direction, the colours, the sizes and, as `data-theme`, the color scheme. */
  readonly frame: HTMLElement;
  /** The element that the panel is rendered into. */
  readonly mount: HTMLElement;
  readonly launcher: Launcher;
  /**
   * Applies the options and the theme.
   *
   * @param theme Without it: the theme that the visitor chose on an earlier page, else the option.
   * @param strings Without them: the launcher's built-in texts.
   * @param onScheme Called now, and whenever the color scheme that the theme results in may have changed.
   */
  draw(
    look: LauncherLook,
    theme?: ThemeName,
    strings?: LauncherStrings | null,
    onScheme?: (scheme: ColorScheme) => void,
  ): void;
  /** Aborted when the dock is removed from the page. */
  readonly signal: AbortSignal;
  /** Fires "ready", and starts loading the panel early, if the `load` option is `eager` or `idle`. */
  start(): void;
  /** Shows the frame again after `hide`. */
  show(): void;
  /** Closes the panel and hides the frame. */
  hide(): void;
  /** Fires "destroy", aborts the signal and removes the frame. */
  destroy(): void;
}

/**
 * Creates the frame and the launcher in a host element, which the caller adds and removes. Nothing is visible before
 * `draw`. The caller calls `start` when the host is on the page.
 */
export function createShell(host: HTMLElement, look: LauncherLook, deps: ShellDeps): Shell {
  const root = host.shadowRoot || host.attachShadow({ mode: 'open' });
  const styles = new CSSStyleSheet();
  styles.replaceSync(launcherCss);
  // The sheet needs no clean-up: it is removed with the host, and another shell in the same host replaces it.
  root.adoptedStyleSheets = [styles];
  const frame = create('div', 'dock');
  const mount = create('div');
  const life = new AbortController();
  /** Reads what the page may change at any time: its color scheme and its font. */
  let adapt: (() => void) | undefined;
  // Written here, because the size of this file is limited: one outside weighs more.
  // oxlint-disable-next-line unicorn/consistent-function-scoping
  let stopTheme = () => {};
  const launcher = createLauncher(
    () => deps.dock().toggle(),
    () => look.load !== 'manual' && deps.prepare(),
    () => remember(look.persist, look.name, { isOpen: false }),
  );
  frame.append(mount, launcher.element);
  root.append(frame);

  // A style sheet of the page may still be loading.
  addEventListener('load', () => adapt && adapt(), life);
  listenToPage(host, () => look, deps, life);

  return {
    host,
    root,
    frame,
    mount,
    launcher,
    signal: life.signal,
    draw(nextLook, givenTheme, strings, onScheme) {
      look = nextLook;
      const { isOpen, theme: chosen } = readRemembered(look.persist, look.name);
      const theme = givenTheme || chosen || look.theme;
      adapt = () => {
        const scheme = resolveTheme(theme);
        frame.setAttribute('data-theme', scheme);
        if (onScheme) onScheme(scheme);
        setLook(frame, 'font', resolveFont(look.font));
      };
      stopTheme();
      stopTheme = watchTheme(theme, adapt);
      drawFrame(frame, look);
      launcher.update(look, strings || launcherStrings(wantedLocale(look.locale), look.strings), isOpen !== undefined);
      adapt();
    },
    start() {
      deps.emit('ready', { name: look.name });
      if (look.load === 'eager') deps.prepare();
      if (look.load === 'idle') (window.requestIdleCallback || setTimeout)(() => life.signal.aborted || deps.prepare());
    },
    show() {
      frame.hidden = false;
    },
    hide() {
      deps.dock().close();
      frame.hidden = true;
    },
    destroy() {
      deps.emit('destroy');
      life.abort();
      stopTheme();
      frame.remove();
    },
  };
}

function drawFrame(frame: HTMLElement, look: LauncherLook) {
  const direction = resolveDirection(look);
  const [y, side] = look.position.split('-') as [string, string]; // each position is two words
  const locale = wantedLocale(look.locale);
  setAll(frame, {
    dir: direction,
    // Built-in texts without a translation are English, so `lang` is English too. The owner's texts are in the language of the option.
    lang: labelIn(locale) || look.strings ? locale : 'en',
    'data-y': y,
    'data-x': toPhysicalSide(side, direction),
  });
  const { accent = '' } = look;
  frame.toggleAttribute('data-accent', CSS.supports('color', accent));
  setLook(frame, 'z', look.zIndex);
  setLook(frame, 'x', look.offsetX);
  setLook(frame, 'y', look.offsetY);
  setLook(frame, 'own-accent', accent);
}

// The browser converts a number to a string.
export const setLook = (frame: HTMLElement, name: string, value: string | number) =>
  frame.style.setProperty('--dock-' + name, value as string);

function toPhysicalSide(side: string, direction: 'ltr' | 'rtl') {
  if (!/start|end/.test(side)) return side;
  return (side === 'start') === (direction === 'ltr') ? 'left' : 'right';
}

/** The locale to use: the option, else the page's, else the browser's. */
export function wantedLocale(locale: string): string {
  return locale === 'auto' ? document.documentElement.lang || navigator.language || 'en' : locale;
}

/** The page's font, unless the option sets another one. */
const resolveFont = (font: string) => (font === 'inherit' ? getComputedStyle(document.body).fontFamily : font);

/** The value of a colour. Resolves a CSS variable of the page, because some users of the colour cannot read the page's variables. */
export const resolveColor = (color: string | undefined) =>
  color?.replace(
    /var\(\s*(--[\w-]+)\s*(?:,([^)]*))?\)/,
    (_, name: string, otherwise = '') =>
      getComputedStyle(document.documentElement).getPropertyValue(name).trim() || String(otherwise).trim(),
  );

const RIGHT_TO_LEFT = /^(ar|ckb|dv|fa|he|ps|sd|ug|ur|yi)\b/i;

/** The text direction of the dock. */
function resolveDirection({ dir, locale }: LauncherLook): 'ltr' | 'rtl' {
  if (dir !== 'auto') return dir;
  return RIGHT_TO_LEFT.test(wantedLocale(locale)) ? 'rtl' : 'ltr';
}
