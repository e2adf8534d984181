/** The code that a conversation needs for its first request. One chunk; `loadWire` loads it. */
export { createClient } from '@chatdock/protocol/client/client';
export { reduce } from '@chatdock/protocol/reducer/reduce';
export { createResumableTurns } from '../turns/resumable-turns.ts';
export { startSpeaking } from '../../speech/start-speaking.ts';
export { fetchNewest } from '../threads/newest-items.ts';
export { readTurn } from '../turns/turn-stream.ts';
