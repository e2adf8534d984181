/** Focus and keys, which matter once a visitor uses the chat: loads after it. */
export { keepFocus } from './keep-focus.ts';
export { keepKeys } from './keep-keys.ts';
