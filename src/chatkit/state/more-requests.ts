/** What a conversation asks the server for beside its answers: actions, older items, changes made elsewhere. One chunk. */
export { createThreadItems } from './threads/thread-items.ts';
export { createActions } from './turns/actions.ts';
