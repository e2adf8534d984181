export { placeholder } from './core/server.ts';
