/** The other requests of a conversation: actions, older items, changes made elsewhere; and code that few turns need. One chunk. */
export { createThreadItems } from './threads/thread-items.ts';
export { createActions } from './turns/actions.ts';
export { findLost, reload, runTool, takeOver, whenFree } from './turns/turn-detours.ts';
