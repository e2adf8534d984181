/** What matters once a visitor uses the chat: focus, keys, edits and tooltips. One file, which loads after the chat. */
export { handleEdits } from '../../composer/editor/edits.ts';
export { keepFocus } from '../focus/keep-focus.ts';
export { keepKeys } from '../focus/keep-keys.ts';
export { showTips } from '../popovers/tooltip.ts';
