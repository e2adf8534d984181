/**
 * The parts of an answer other than its text, in a separate file: sources, entities, steps, images, answered questions.
 * Also the images of a message.
 */
export { AnsweredQuestions } from './AnsweredQuestions.tsx';
export { groupCitations } from '../citations.ts';
export { Citation } from './Citation.tsx';
export { EntityLink } from './EntityLink.tsx';
export { GeneratedImage } from './GeneratedImage.tsx';
export { SentImage } from './SentImage.tsx';
export { Sources } from './Sources.tsx';
export { SingleTask } from './TaskRow.tsx';
export { WorkflowView } from './WorkflowView.tsx';
export { default as css } from './parts.css?inline';
