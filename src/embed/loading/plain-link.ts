/** `dist/modules/plain-link.js`, which only browsers older than those of docs/browsers.md load. */
export { showLink } from '../../dock/launcher/plain-link.ts';
