/** The page in the configurator's frame: starts a dock with the options that the configurator sends. */
import { ChatDock } from '../dist/chatdock.js';

let name = 'default';

addEventListener('message', async ({ source, origin, data }) => {
  // Extensions and test tools send messages of their own.
  if (source !== parent || origin !== location.origin || typeof data?.options !== 'object') return;
  const { options } = data;
  const last = ChatDock.get(name);
  // Open at first, so that there is more to see than the button; then as the visitor left it.
  const isOpen = last?.isOpen ?? true;
  last?.destroy();
  name = options.name || 'default';
  // The dock would remember what the last one left: each starts as a first visit.
  const dock = ChatDock.boot({ open: isOpen, ...options, persist: options.persist ?? 'memory' });
  await dock.ready();
});
parent.postMessage('ready', location.origin);
