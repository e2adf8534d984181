/**
 * `modules/chatkit-view.js`. It only names the file with the view, because an import that failed is repeated under another address
 * (scripts/plugins/repeatable-imports.ts): this file may then exist twice, the view may not.
 */
export { createView, prepareView } from './view.tsx';
