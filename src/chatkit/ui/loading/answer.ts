/** The English texts and the icons of the thread. */
export { answer as texts } from '../../locales/en/answer.ts';
export { ANSWER_STROKES as strokes } from '../../icons/answer-strokes.ts';
