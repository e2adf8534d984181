/** Registers the element under a tag name. */
import { createElementClass, type LoadView } from './element.ts';

export interface DefineDeps {
  /** Fetches the module that draws the chat; called when the first element is in a document and has its options. */
  loadView: LoadView;
}

/**
 * Registers our element, unless the name is already taken (the script was included twice, or OpenAI's own element
 * is there): a registered name cannot be changed, and throwing would break the page.
 *
 * @returns whether our element is what the name now stands for.
 */
export function defineChatKit(tagName = 'openai-chatkit', { loadView }: DefineDeps): boolean {
  if (customElements.get(tagName)) return false;
  customElements.define(tagName, createElementClass(loadView));
  return true;
}
