export { protocolVersion } from './protocol/types.ts';
