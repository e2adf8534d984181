/** What `import … from 'chatdock/protocol'` gives: the wire types, their schemas, the decoder and the reducer. */
export * from './protocol/types.ts';
