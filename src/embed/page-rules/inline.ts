/** `data-layout="inline"`: moves the dock into the element of the page that `data-target` names. */
import { warnOnce } from '../../options/warn-once.ts';
import type { PageDeps } from '../dock-module.ts';

/**
 * Nothing shows until such an element is on the page. When the page replaces it, the dock moves into the next one and
 * keeps its content.
 */
export async function putInto(target: string | undefined, { handle, panel, signal }: PageDeps): Promise<void> {
  const { host } = await handle.ready();
  const place = () => {
    const element = find(target);
    if (!element) return host.remove();
    // `panel.run` does not open it again after the page has closed it: the panel opens when it is first drawn.
    if (host.parentElement !== element) element.append(host);
    panel.run(() => {});
  };
  if (signal.aborted) return;
  place();
  if (!host.isConnected) warnOnce(explain(target));
  const observer = new MutationObserver(() => {
    if (!host.isConnected || !host.parentElement?.matches(`${target}`)) place();
  });
  if (!isSelector(target)) return;
  observer.observe(document, { childList: true, subtree: true });
  signal.addEventListener('abort', () => observer.disconnect());
}

function find(target: string | undefined) {
  return isSelector(target) ? document.querySelector(target) : null;
}

const isSelector = (target: string | undefined): target is string =>
  target !== undefined && CSS.supports(`selector(:not(${target}))`);

const explain = (target: string | undefined) =>
  target === undefined
    ? 'data-layout="inline" needs data-target, a selector of the element to put the chat into, so the chat does not show. Add data-target.'
    : `data-target="${target}" matches no element of this page, so the chat does not show. It shows as soon as the page has such an element; otherwise correct the selector.`;
