/**
 * `@openai/chatkit-react` is one file with a hook, which every dock uses, and a component, which only docks with the official element
 * use. This plugin makes two modules of it, each without what it does not use, so that the component loads with the official element.
 */
import type { Plugin } from 'vite';

export const componentApart = (): Plugin => ({
  name: 'component-apart',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    if (source !== '@openai/chatkit-react' || !importer?.endsWith('OfficialChatKit.tsx')) return null;
    const found = await this.resolve(source, importer, { ...options, skipSelf: true });
    return found && { ...found, id: `${found.id}?component` };
  },
});
