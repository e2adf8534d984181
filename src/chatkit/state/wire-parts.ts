/** Everything that a conversation needs as soon as the server is asked for something. One chunk; `loadWire` loads it. */
export { createClient } from '@chatdock/protocol/client';
export { reduce } from '@chatdock/protocol/reduce';
export { createOutbox } from './outbox.ts';
export { createActions } from './actions.ts';
export { createResumableTurns } from './resumable-turns.ts';
export { speakAnswers } from '../speech/speak-answers.ts';
export { createThreadItems, fetchNewest } from './thread-items.ts';
export { readTurn } from './turn-stream.ts';
