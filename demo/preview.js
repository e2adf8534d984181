/** The page in the configurator's frame: starts a dock with the options that the configurator sends. */
import { ChatDock } from '../dist/chatdock.js';

let name = 'default';
// Start open, so that the panel is visible. After that, keep it as the visitor left it.
let isOpen = true;
let isReady = false;

addEventListener('message', async ({ source, origin, data }) => {
  // Ignore messages from extensions and test tools.
  if (source !== parent || origin !== location.origin || typeof data?.options !== 'object') return;
  const { options } = data;
  const last = ChatDock.get(name);
  // A dock that still loads is not open yet.
  if (last && isReady) isOpen = last.isOpen;
  isReady = false;
  last?.destroy();
  name = options.name || 'default';
  // Clear the storage, so that each dock starts as on a first visit.
  const dock = ChatDock.boot({ open: isOpen, ...options, persist: options.persist ?? 'memory' });
  await dock.ready();
  isReady = ChatDock.get(name) === dock;
});
parent.postMessage('ready', location.origin);
