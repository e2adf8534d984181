/** `dist/chatdock.umd.js`, the script tag: starts a dock with the options in its attributes. */
import { loadFromFolder } from './loading/load-from-folder.ts';
import { bootFrom, ensureGlobal } from './loading/loader.ts';

// Bundlers may run this file as a module, which has no `currentScript`. An SVG script, the other type, is not supported.
const tag = (document.currentScript || document.querySelector('[src*=chatdock]')) as HTMLScriptElement | null;
bootFrom(tag, ensureGlobal(loadFromFolder(tag ? tag.src : location.href)));
