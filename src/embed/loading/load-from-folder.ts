/** Loads modules on a page that has our files as they are: from `modules/`, beside the script. */
import { createImport } from '../../chatkit/import-again.ts';
import type { PageModules } from '../dock-module.ts';

export function loadFromFolder(scriptUrl: string): PageModules {
  const load = (folder: string, name: string) =>
    // `import()` makes a string of the URL, which its type does not know.
    import(/* @vite-ignore */ new URL(`${folder}/${name}.js`, scriptUrl) as unknown as string);
  return {
    dock: createImport((folder) => load(folder, 'dock')),
    plain: (options) => load('modules', 'plain-link').then(({ showLink }) => showLink(options)),
    load: (name) => load('modules', name),
  };
}
