/** Everything that a conversation needs as soon as the server is asked for something. One chunk; `loadWire` loads it. */
export { createClient } from '@chatdock/protocol/client/client';
export { reduce } from '@chatdock/protocol/reducer/reduce';
export { createResumableTurns } from '../turns/resumable-turns.ts';
export { speakAnswers } from '../../speech/speak-answers.ts';
export { fetchNewest } from '../threads/newest-items.ts';
export { readTurn } from '../turns/turn-stream.ts';
