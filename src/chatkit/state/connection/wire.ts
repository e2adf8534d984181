/** Code that talks to the server. Typing a message does not need it, so it loads after the composer has appeared. */
import { loadForRequest } from './load-for-request.ts';

export const loadWire = () => loadForRequest(() => import('./wire-parts.ts'));
