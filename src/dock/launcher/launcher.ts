/** The button in the corner, its badge and its bubble: plain DOM, because a page carries it before it carries anything else. */
import type { launcherOptions } from '../../options/launcher-options.ts';
import type { Resolved } from '../../options/kinds.ts';
import type { ShellStrings } from '../../options/strings.ts';

/** How the launcher and the ground around it look. */
export type LauncherLook = Resolved<typeof launcherOptions>;

/** What changes about a launcher while it is on the page. */
export interface LauncherState {
  isVisible: boolean;
  /** The panel is being fetched. */
  isBusy: boolean;
  /** The panel is open: the launcher makes room. */
  isOpen: boolean;
  /** The visitor needs no teaser: they have opened the chat, or sent the teaser away. */
  isGreeted: boolean;
  /** Ends the accessible name; empty when the visitor has seen every answer. */
  nameSuffix: string;
  /** The mark for answers that the visitor has not seen, drawn by the panel. */
  badge: Element | '';
  /** Something went wrong; called when the visitor wants to try again. */
  retry: (() => void) | undefined;
}

export interface Launcher {
  /** The corner that holds button and bubble. */
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  /** Draws it anew from the options. */
  update(options: LauncherLook, strings: LauncherStrings): void;
  set(changes: Partial<LauncherState>): void;
}

export type LauncherStrings = Pick<ShellStrings, 'openChat' | 'dismiss' | 'loadFailed' | 'tryAgain'>;

/**
 * @param onOpen Pressed: the visitor wants the chat.
 * @param onIntent Reached for by pointer or focus: the code may be fetched.
 * @param onDismiss The teaser was dismissed, or the message about what went wrong.
 */
export function createLauncher(onOpen: () => void, onIntent: () => void, onDismiss: () => void): Launcher {
  const state: LauncherState = {
    isVisible: true,
    isBusy: false,
    isOpen: false,
    isGreeted: false,
    nameSuffix: '',
    badge: '',
    retry: undefined,
  };
  const element = create('div', 'corner');
  const button = createButton('launcher', onOpen);
  let options: LauncherLook | undefined;
  let strings: LauncherStrings;
  let bubbleSays: string | (() => void) | undefined;
  const bubble = create('div', 'bubble');
  element.append(button);
  button.addEventListener('pointerenter', onIntent);
  button.addEventListener('focus', onIntent);

  function set(changes: Partial<LauncherState>) {
    Object.assign(state, changes);
    draw();
  }

  function draw() {
    if (!options) return;
    const { isVisible, isBusy, isOpen, nameSuffix, badge, retry } = state;
    const isShown = isVisible && options.launcher !== 'none';
    const label = options.launcherLabel ?? strings.openChat;
    const isLabelled = options.launcher === 'label';
    button.className = isLabelled ? 'launcher labelled' : 'launcher';
    button.hidden = !isShown;
    setAll(button, {
      'aria-label': label + nameSuffix,
      'aria-haspopup': 'dialog',
      'aria-expanded': isOpen,
      'aria-busy': isBusy,
    });
    button.replaceChildren(
      isBusy ? create('span', 'spin') : createIcon(options.launcherIcon),
      isLabelled ? label : '',
      badge,
    );

    state.isGreeted ||= isOpen;
    drawBubble(retry, isShown && !state.isGreeted ? options.teaser : undefined);
  }

  /** Beside the button, which stays in its place and keeps the focus. */
  function drawBubble(retry: (() => void) | undefined, teaser: string | undefined) {
    if (bubbleSays === (retry ?? teaser)) return;
    bubbleSays = retry ?? teaser;
    bubble.remove();
    if (!bubbleSays) return;
    const dismiss = createButton('small', () => {
      set({ isGreeted: true, retry: undefined });
      button.focus();
      onDismiss();
    });
    setAll(dismiss, { 'aria-label': strings.dismiss });
    dismiss.append(createIcon('close'));
    const says = retry
      ? [create('span', 'say', strings.loadFailed), createButton('small again', retry, strings.tryAgain)]
      : [createButton('say', onOpen, teaser)];
    bubble.replaceChildren(...says, dismiss);
    bubble.setAttribute('role', retry ? 'alert' : 'status');
    element.prepend(bubble);
  }

  return {
    element,
    button,
    update(nextOptions, nextStrings) {
      options = nextOptions;
      strings = nextStrings;
      draw();
    },
    set,
  };
}

/** One of our icons by name, which launcher-css.ts clips out of a plain ground, or the image at a URL; the plain one when there is none at that URL. */
function createIcon(name: string): Element {
  if (/^(chat|sparkle|close)$/.test(name)) return create('span', `icon ${name}-icon`);
  const image = create('img');
  image.src = name;
  image.alt = '';
  image.addEventListener('error', () => image.replaceWith(createIcon('chat')));
  return image;
}

export function create<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className = '',
  text = '',
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.className = className;
  if (text) element.textContent = text;
  return element;
}

export function setAll(element: Element, attributes: Record<string, string | boolean | undefined>): void {
  // The browser makes a text of whatever it is.
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value as string);
}

function createButton(className: string, onPress: () => void, text?: string) {
  const button = create('button', className, text);
  button.addEventListener('click', onPress);
  return button;
}
