import type { LoadView } from '../chatkit/element.ts';

/**
 * Imports the module that draws the chat. In the script tag's modules, `vite.config.ts` replaces this file, because the
 * dock's file contains the view.
 */
export const loadView: LoadView = () => import('../chatkit/chatkit-view.ts');
