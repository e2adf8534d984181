/** The other requests of a conversation: actions, older items, changes made elsewhere. One chunk. */
export { createThreadItems } from './threads/thread-items.ts';
export { createActions } from './turns/actions.ts';
