/** Message actions that ChatKit does not have. One chunk, loaded when the first answer has ended. */
export { AnswerExtras } from './AnswerExtras.tsx';
export { watchImages } from './images.ts';
export { SuggestedReplies } from './SuggestedReplies.tsx';
export { MessageExtras } from './MessageExtras.tsx';
export { default as css } from './extras.css?inline';
