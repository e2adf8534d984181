/**
 * Whether the list is beside the conversation instead of over it. It is while the element has `data-wide`, which the
 * dock sets and removes.
 */
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { useChat, useSelect } from '../ui/chat.ts';

export function useBeside(list: RefObject<HTMLElement | null>): boolean {
  const { store } = useChat();
  const isBeside = useSelect((state) => state.history.isBeside);
  const isConnected = useSelect((state) => state.isConnected);
  useLayoutEffect(() => {
    const host = hostOf(list.current);
    if (!host || !isConnected) return;
    const set = (isWide: boolean) => {
      const { history } = store.get();
      if (history.isBeside !== isWide) store.set({ history: { ...history, isBeside: isWide } });
    };
    const look = () => set(isWide(host));
    const observer = new MutationObserver(look);
    observer.observe(host, { attributeFilter: ['data-wide'] });
    look();
    return () => {
      observer.disconnect();
      set(false);
    };
  }, [store, list, isConnected]);
  return isBeside;
}

/** The host element of the shadow root that an element is in. */
export function hostOf(inside: Element | null): HTMLElement | null {
  const root = inside?.getRootNode();
  return root instanceof ShadowRoot && root.host instanceof HTMLElement ? root.host : null;
}

export const isWide = (host: HTMLElement | null): boolean => host !== null && 'wide' in host.dataset;
