/** The announcements of answers for screen readers. Drawing an answer does not need them. */
export const loadSpeech = () => import('./speak-answers.ts');
