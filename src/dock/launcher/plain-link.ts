/**
 * The link that a browser without the dock shows in the launcher's place. In the syntax of 2018, and with its own
 * imports.
 */
import { addLabels, labelFor } from './launcher-labels.ts';
import * as more from './more-labels.ts';

addLabels(more);

/** Options of the dock as the page gives them. */
interface LinkOptions {
  name?: unknown;
  fallbackUrl?: unknown;
  launcherLabel?: unknown;
  locale?: unknown;
}

/** Shows the link, if the owner has given an address. Returns a function that removes it. */
export function showLink({ name = 'default', fallbackUrl, launcherLabel, locale = 'auto' }: LinkOptions): () => void {
  const { documentElement } = document;
  const known = documentElement.querySelector(`[data-chatdock-link="${CSS.escape(String(name))}"]`);
  if (known) known.remove();
  if (!fallbackUrl) return () => {};
  const language = locale === 'auto' ? documentElement.lang || navigator.language : String(locale);
  const link = document.createElement('a');
  link.setAttribute('data-chatdock-link', String(name));
  link.href = String(fallbackUrl);
  link.textContent = launcherLabel ? String(launcherLabel) : labelFor(language);
  // A policy of the page may forbid a style attribute, but not this.
  link.style.cssText =
    'position:fixed;right:20px;bottom:20px;z-index:2147483000;padding:12px 20px;border-radius:24px;background:#16181d;color:#fff;font:16px/1.5 sans-serif;text-decoration:none;outline:2px solid #fff';
  documentElement.append(link);
  return () => link.remove();
}
