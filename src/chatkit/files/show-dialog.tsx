/** Draws a dialog over the chat, outside of the thread, until it is closed. */
import { type ComponentChildren, render } from 'preact';
import type { Controller } from '../state/controller.ts';
import { ChatProvider } from '../ui/chat.ts';
import { adoptStyles } from '../ui/styles/adopt-styles.ts';
import css from './file-dialog.css?inline';

/**
 * @param opener The element that opens the dialog. If it is not inside a chat, nothing is shown.
 * @param draw Receives the function that removes the dialog.
 */
export function showDialog(
  chat: Controller,
  opener: Element,
  styles: string,
  draw: (remove: () => void) => ComponentChildren,
): void {
  const root = opener.getRootNode();
  const place = opener.closest('.chat');
  if (!(root instanceof ShadowRoot) || !place) return; // the opener has left the page
  adoptStyles(root, css);
  adoptStyles(root, styles);
  const box = document.createElement('div');
  place.append(box);
  const remove = () => {
    render(null, box);
    box.remove();
  };
  render(<ChatProvider value={chat}>{draw(remove)}</ChatProvider>, box);
}
