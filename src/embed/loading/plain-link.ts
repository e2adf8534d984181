/** `dist/modules/plain-link.js`, which only browsers load that are older than those of docs/browsers.md. */
export { showLink } from '../../dock/launcher/plain-link.ts';
