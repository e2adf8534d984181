/** Loads the panel's module on a page that has our files as they are: from `modules/`, beside the script. */
import { createImport } from '../chatkit/import-again.ts';
import type { DockModule } from './dock-module.ts';

export function loadFromFolder(scriptUrl: string): () => Promise<DockModule> {
  return createImport((folder) => {
    const importModule = (name: string) => import(/* @vite-ignore */ new URL(`${folder}/${name}.js`, scriptUrl).href);
    // Load the chat's code in parallel. Ignore a failure here: the element imports it again and reports the error.
    importModule('chatkit-view').catch(() => {});
    return importModule('dock') as Promise<DockModule>;
  });
}
