/** What people do with messages, beside what ChatKit has. One chunk, loaded when the first answer has ended. */
export { AnswerExtras } from './AnswerExtras.tsx';
export { watchImages } from './images.ts';
export { SuggestedReplies } from './SuggestedReplies.tsx';
export { MessageExtras } from './MessageExtras.tsx';
export { default as css } from './extras.css?inline';
