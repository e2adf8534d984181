import type { LoadView } from '../chatkit/element.ts';

/** Imports the module that draws the chat. In the script tag's modules, `vite.config.ts` replaces this file: the dock's has it. */
export const loadView: LoadView = () => import('../chatkit/chatkit-view.ts');
