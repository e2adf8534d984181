/** The view module, which the element loads to render the chat. */
import type { ChatKitOptions, OpenAIChatKit } from '@openai/chatkit';
import { render } from 'preact';
import type { ChatKitView, ViewDeps } from './element.ts';
import { embedderOf, type ItemStorage } from './embedder.ts';
import { prefetchThread } from './thread/prefetch.ts';
import { createController } from './state/controller.ts';
import { keepPerTab } from './tab-drafts.ts';
import { loadPalette } from './theme/palettes.ts';
import { adoptStyles } from './ui/styles/adopt-styles.ts';
import { createAnnouncer } from './ui/announcer.ts';
import { keepAboveKeyboard } from './ui/focus/keep-above-keyboard.ts';
import { keepTheme } from './theme/keep-theme.ts';
import { ChatProvider } from './ui/chat.ts';
import { Chat } from './ui/Chat.tsx';
import { styles } from './ui/styles/styles.ts';
import { loadTips } from './ui/popovers/load-tips.ts';

/**
 * Loads the colours first, so that the chat does not appear in the default ones. If loading fails, it uses the default
 * ones.
 */
export const prepareView = ({ theme }: ChatKitOptions) => loadPalette(theme).catch(() => undefined);

/** Renders the chat into the element's shadow root. Sends no request before `connect`. */
export function createView({ host, root, options, emit }: ViewDeps): ChatKitView {
  const announcer = createAnnouncer();
  const controller = createController({
    options,
    emit,
    announce: announcer.announce,
    adoptStyles: (css) => adoptStyles(root, css),
    storageOf: storageFor(host),
    messageActions: () => host.dataset['messageActions'] ?? '',
    onTurnEnd: (outcome) => embedderOf(host).onTurnEnd?.(outcome),
  });
  const place = document.createElement('div');
  place.className = 'root';
  controller.adoptStyles(styles);
  keepTheme({ host, root, store: controller.store, onError: (error) => emit('chatkit.error', { error }) });
  render(
    <ChatProvider value={controller}>
      <Chat />
    </ChatProvider>,
    place,
  );
  root.append(place, announcer.element);
  // Store nothing in the browser before the visitor has used the chat.
  const allowStorage = () => controller.storage.allow();
  place.addEventListener('keydown', allowStorage, { capture: true, once: true });
  place.addEventListener('pointerdown', allowStorage, { capture: true, once: true });
  // The dock keeps the keys of everything inside it, except those that it uses itself.
  const isFramed = () => 'framed' in host.dataset;
  const input = import('./ui/loading/input.ts').catch(() => undefined);
  void input.then((loaded) => loaded?.keepKeys(host, root, isFramed));
  loadTips(() => place);
  const handlePageShow = ({ persisted }: PageTransitionEvent) => void (persisted && controller.items.catchUp());
  let leave: (() => void)[] = [];

  return {
    setOptions: controller.setOptions,
    connect() {
      if (leave.length > 0) return;
      const listening = new AbortController();
      const { signal } = listening;
      addEventListener('pageshow', handlePageShow, { signal });
      const focusComposer = () => controller.focusComposer();
      void input.then((loaded) => signal.aborted || loaded?.keepFocus({ root, place, focusComposer, signal }));
      leave = [keepAboveKeyboard(host, place), prefetchThread(controller.store), () => listening.abort()];
      controller.connect();
    },
    disconnect() {
      // The page exists longer than the chat, so remove listeners and timers; otherwise they keep the chat in memory.
      leave.splice(0).forEach((stop) => stop());
      controller.disconnect();
      forgetSelection(host, root);
    },
    focusComposer: async () => controller.focusComposer(),
    setThreadId: controller.setThreadId,
    sendUserMessage: controller.sendUserMessage,
    sendCustomAction: (...[action, itemId]: Parameters<OpenAIChatKit['sendCustomAction']>) =>
      controller.actions.sendCustomAction(action, itemId),
    setComposerValue: controller.composer.setValue,
    showHistory: async () => controller.history.open('wide' in host.dataset),
    hideHistory: async () => controller.history.close(),
    fetchUpdates: controller.items.fetchUpdates,
  };
}

/** Clears a selection in a chat that has left the page, because the browser would keep the whole chat in memory for it. */
function forgetSelection(host: HTMLElement, root: ShadowRoot): void {
  const selection = document.getSelection();
  if (!host.isConnected && selection?.anchorNode?.getRootNode() === root) selection.removeAllRanges();
}

/** The embedder's storage, else the browser's. With `data-storage="none"`, nothing is stored beyond the page. */
function storageFor(host: HTMLElement): () => ItemStorage {
  let own: ItemStorage | undefined;
  return () => {
    const { storage } = embedderOf(host);
    if (storage) return storage;
    if (host.dataset['storage'] === 'none') throw new Error('This chat stores nothing itself. Its embedder does.');
    return (own ??= keepPerTab(localStorage, sessionStorage));
  };
}
