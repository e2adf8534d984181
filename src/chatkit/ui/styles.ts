/** What the chat needs from its first moment. Views that come later bring their own. */
import chrome from '../chrome/chrome.css?inline';
import composer from '../composer/composer.css?inline';
import tokens from '../theme/tokens.css?inline';
import base from './base.css?inline';

export const styles = [tokens, base, chrome, composer].join('\n');
