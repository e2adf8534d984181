/**
 * `dist/chatdock.js`, the same as a module: for `import()`, once the page has loaded. A module cannot know which
 * script tag imported it, so it starts a dock for each tag that names this file, in `src` or in the tag's text.
 */
import { loadFromFolder } from './loading/load-from-folder.ts';
import { bootFrom, ensureGlobal } from './loading/loader.ts';
import type { ChatDockApi } from './page-global.ts';

export type * from './page-global.ts';

const { url } = import.meta;
const chatDock = ensureGlobal(loadFromFolder(url));
/** The page's `window.ChatDock`, which this module creates when no script has done so. */
export const ChatDock: ChatDockApi = chatDock;
const file = String(/\/[^/]*$/.exec(url));

/** Starts a dock for each such tag. */
const startTags = () =>
  Array.from(document.scripts, (tag) => (tag.src + tag.text).includes(file) && bootFrom(tag, chatDock));
if (document.readyState === 'loading') addEventListener('DOMContentLoaded', startTags);
else startTags();
