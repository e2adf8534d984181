/** `dist/chatdock.umd.js`, the script tag: starts the dock that its own attributes ask for. */
import { bootFrom, ensureGlobal } from './loader.ts';

// A module has no `currentScript`. Nobody puts a `dataset` of ours on a script inside an SVG, the other kind there is.
const tag = (document.currentScript ?? document.querySelector('[src*=chatdock]')) as HTMLScriptElement | null;
bootFrom(tag, ensureGlobal(tag?.src ?? location.href));
