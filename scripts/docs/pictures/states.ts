/** All states, in the order of the page that shows them. */
import { chatStates } from './chat-states.ts';
import { dockStates } from './dock-states.ts';
import { pageStates } from './page-states.ts';

export const states = [...pageStates, ...dockStates, ...chatStates];
