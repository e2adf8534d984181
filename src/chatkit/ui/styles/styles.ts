/** The styles that the chat needs at first paint. Lazy views bring their own. */
import chrome from '../../chrome/chrome.css?inline';
import composer from '../../composer/composer.css?inline';
import tokens from '../../theme/tokens.css?inline';
import base from './base.css?inline';

export const styles = [tokens, base, chrome, composer].join('\n');
