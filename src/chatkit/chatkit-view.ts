/** `modules/chatkit-view.js`: the view of the element, for `chatkit.js` and for bundlers. */
export { createView, prepareView } from './view.tsx';
