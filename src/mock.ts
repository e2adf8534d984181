export { parseEvent } from './protocol/parse.ts';
