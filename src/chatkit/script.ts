/** `dist/chatkit.js`: the classic script that takes the place of OpenAI's. Fetches the rest from beside itself. */
import { defineChatKit } from './define.ts';
import type { ViewModule } from './element.ts';

// Only known while the script runs.
const source = document.currentScript instanceof HTMLScriptElement ? document.currentScript.src : document.baseURI;

let attempts = 0;
let view: Promise<ViewModule> | undefined;

function loadView(): Promise<ViewModule> {
  view ??= importView().catch((cause: unknown) => {
    view = undefined;
    throw cause;
  });
  return view;
}

/** A browser remembers a failed import under its address, so each further attempt needs an address of its own. */
function importView(): Promise<ViewModule> {
  const address = new URL('modules/chatkit-view.js', source);
  if (attempts > 0) address.searchParams.set('attempt', String(attempts));
  attempts += 1;
  return import(/* @vite-ignore */ address.href);
}

defineChatKit('openai-chatkit', { loadView });
