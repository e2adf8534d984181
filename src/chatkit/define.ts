/** Registers the element under a tag name. */
import { createElementClass, type LoadView } from './element.ts';

interface DefineDeps {
  /** Loads the module that renders the chat. Called when the first element is in a document and has options. */
  loadView: LoadView;
}

/**
 * Registers our element, unless the name is taken because the script is included twice or OpenAI's own element is
 * there. A registered name cannot be changed, and throwing would break the page.
 *
 * @returns whether the name now refers to our element.
 */
export function defineChatKit(tagName = 'openai-chatkit', { loadView }: DefineDeps): boolean {
  if (customElements.get(tagName)) return false;
  customElements.define(tagName, createElementClass(loadView));
  return true;
}
