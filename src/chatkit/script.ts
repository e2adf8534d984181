/** `dist/chatkit.js`: a script that replaces OpenAI's. Loads the rest from its own folder. */
import { defineChatKit } from './define.ts';
import type { ViewModule } from './element.ts';
import { createImport } from './import-again.ts';
import { isModern } from './is-modern.ts';

/**
 * The address of this file, which is known only while it runs. As a module it has no `currentScript`, and a classic
 * script cannot contain `import.meta`: then the address is the last one in a stack trace, where every browser puts it.
 */
const source =
  document.currentScript instanceof HTMLScriptElement
    ? document.currentScript.src
    : (/[\w-]+:\/\/.+?(?=:\d+:\d+)/.exec(new Error().stack ?? '')?.[0] ?? document.baseURI);

const importView = createImport(
  // The file is part of this build.
  (folder) => import(/* @vite-ignore */ new URL(`${folder}/chatkit-view.js`, source).href) as Promise<ViewModule>,
);
let view: Promise<ViewModule> | undefined;

function loadView(): Promise<ViewModule> {
  view ??= importView().catch((cause: unknown) => {
    view = undefined;
    throw cause;
  });
  return view;
}

if (isModern()) defineChatKit('openai-chatkit', { loadView });
