/** The chat's styles as constructed stylesheets: no style element, no style attribute, nothing a strict policy refuses. */
import tokens from '../theme/tokens.css?inline';
import base from './base.css?inline';
import chrome from '../chrome/chrome.css?inline';
import composer from '../composer/composer.css?inline';
import thread from '../thread/thread.css?inline';

export function adoptStyles(root: ShadowRoot): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync([tokens, base, chrome, thread, composer].join('\n'));
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}
