/** The exports of `chatdock/mock`: a chat without a server, for demos and tests. Needs `msw`. */
export { CustomStreamError, StreamError } from '../server/src/core/errors.ts';
export { type ChatHandlersOptions, chatHandlers, type ScenarioName } from './mock/chat-handlers.ts';
export { say, type Script, type ScriptTurn } from './mock/script.ts';
