/** `dist/chatkit.js`: a classic script that replaces OpenAI's. Loads the rest from its own folder. */
import { defineChatKit } from './define.ts';
import type { ViewModule } from './element.ts';
import { createImport } from './import-again.ts';

// Known only while the script runs.
const source = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : document.baseURI;

// The file is part of this build.
const importView = createImport(
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

defineChatKit('openai-chatkit', { loadView });
