/** The picture policy of the thread on screen, from what the thread and the visitor allow. */
import { ownEntry } from '@chatdock/protocol/kinds';
import { parseUrl } from '@chatdock/protocol/platform';
import { useMemo } from 'preact/hooks';
import type { Controller } from '../state/controller.ts';
import { useChat, useSelect } from '../ui/chat.ts';
import type { Pictures } from './pictures.ts';

/**
 * Returns a new object when the thread's list of hosts or the visitor's permissions have changed.
 *
 * `home`: see `applyPicturePolicy`.
 */
export function usePictures(home?: string): Pictures {
  const { store } = useChat();
  const domains = useSelect((state) => state.thread.thread?.allowed_image_domains?.join());
  const allowed = useAllowedHosts();
  return useMemo(
    () => ({
      home,
      policy: () => ({
        allowedDomains: store.get().thread.thread?.allowed_image_domains,
        allowedByVisitor: allowedHosts(store),
      }),
      allow: (host) =>
        store.set({
          pictureHosts: { ...store.get().pictureHosts, [threadOf(store)]: [...allowedHosts(store), host] },
        }),
    }),
    [domains, allowed, home],
  );
}

/** For pictures that the chat server names itself: attachments and generated images. */
export function useServerPictures(): Pictures {
  const api = useSelect((state) => state.options.api);
  return usePictures((('url' in api && parseUrl(api.url, document.baseURI)) || new URL(document.baseURI)).href);
}

/** Hosts that the visitor has allowed in the thread on screen. */
export function useAllowedHosts(): readonly string[] {
  const { store } = useChat();
  useSelect((state) => state.pictureHosts);
  return allowedHosts(store);
}

const NONE: readonly string[] = [];

const allowedHosts = (store: Controller['store']) => ownEntry(store.get().pictureHosts, threadOf(store)) ?? NONE;

const threadOf = (store: Controller['store']): string => store.get().thread.thread?.id ?? '';
