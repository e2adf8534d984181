/**
 * `dist/chatdock.js`: the loader as a module, for `import()` after the page has loaded. A module cannot find out which script
 * imported it, so it searches the page for script tags that contain its file name, in `src` or in their text.
 */
import { bootFrom, ensureGlobal } from './loader.ts';
import type { ChatDockApi } from './page-global.ts';

export type * from './page-global.ts';

const { url } = import.meta;
const chatDock = ensureGlobal(url);
const file = url.slice(url.lastIndexOf('/'));

/** Starts a dock for each such tag. */
const startTags = () =>
  Array.from(document.scripts, (tag) => (tag.src + tag.text).includes(file) && bootFrom(tag, chatDock));
if (document.readyState !== 'loading') startTags();
else addEventListener('DOMContentLoaded', startTags);

/** `window.ChatDock`. */
export const ChatDock = chatDock as ChatDockApi;
