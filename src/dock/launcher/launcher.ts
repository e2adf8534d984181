/** The button in the corner, its badge and its bubble. Plain DOM, because every page loads this code. */
import type { launcherOptions } from '../../options/launcher-options.ts';
import type { Resolved } from '../../options/kinds.ts';
import type { ShellStrings } from '../../options/strings.ts';

/** The options for the look of the launcher and its frame. */
export type LauncherLook = Resolved<typeof launcherOptions>;

/** The state of a launcher. */
export interface LauncherState {
  /** Whether the panel's files are loading. */
  isBusy: boolean;
  /** Whether the panel is open. The launcher then closes it. */
  isOpen: boolean;
  /** Whether to hide the teaser: the visitor has opened the chat or dismissed the teaser. */
  isGreeted?: boolean;
  /** Ends the accessible name, such as `, 2`. Empty when the visitor has seen every answer. */
  nameSuffix: string;
  /** The badge for answers that the visitor has not seen. The panel's code draws it. */
  badge: Element | '';
  /** Set after an error; called when the visitor chooses "Try again". */
  retry?: (() => void) | undefined;
}

export interface Launcher {
  /** The container of button and bubble. */
  readonly element: HTMLElement;
  readonly button: HTMLButtonElement;
  /**
   * Redraws the launcher with these options.
   *
   * @param isGreeted Whether the visitor opened the chat or dismissed the teaser on an earlier page. Read the first time.
   */
  update(options: LauncherLook, strings: LauncherStrings, isGreeted: boolean): void;
  set(changes: Partial<LauncherState>): void;
}

export type LauncherStrings = Pick<ShellStrings, 'openChat' | 'dismiss' | 'loadFailed' | 'tryAgain'>;

/**
 * @param onOpen Called when the button or the teaser is pressed.
 * @param onIntent Called when the pointer or the focus reaches the button: the panel's code may load.
 * @param onDismiss Called when the visitor dismisses the teaser or an error message.
 */
export function createLauncher(onOpen: () => void, onIntent: () => void, onDismiss: () => void): Launcher {
  const state: LauncherState = {
    isBusy: false,
    isOpen: false,
    nameSuffix: '',
    badge: '',
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
    const { isBusy, isOpen, nameSuffix, badge, retry } = state;
    const isShown = options.launcher !== 'none';
    const label = options.launcherLabel || strings.openChat;
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

  /** Shows the bubble beside the button, which keeps its place and the focus. */
  function drawBubble(retry: (() => void) | undefined, teaser: string | undefined) {
    if (bubbleSays === (retry || teaser)) return;
    bubbleSays = retry || teaser;
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
    update(nextOptions, nextStrings, isGreeted) {
      options = nextOptions;
      strings = nextStrings;
      state.isGreeted ||= isGreeted;
      draw();
    },
    set,
  };
}

/** A built-in icon by name, drawn by a CSS mask, or the image at a URL. If the image fails to load, the built-in `chat` icon. */
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
  element.textContent = text;
  return element;
}

export function setAll(element: Element, attributes: Record<string, string | boolean | undefined>): void {
  // `setAttribute` converts the value to a string.
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value as string);
}

function createButton(className: string, onPress: () => void, text?: string) {
  const button = create('button', className, text);
  button.addEventListener('click', onPress);
  return button;
}
