import { expect, it } from 'vitest';
import { packedName } from './npm-pack.ts';

const packed = { id: '@chatdock/server@0.1.0', filename: 'chatdock-server-0.1.0.tgz', size: 3 };

it.each([
  ['11', [packed]],
  ['12', { '@chatdock/server': packed }],
])('reads the file name that npm %s prints', (_, printed) => {
  expect(packedName(JSON.stringify(printed))).toBe('chatdock-server-0.1.0.tgz');
});

it('reports that nothing was packed', () => {
  for (const printed of ['[]', '{}']) expect(() => packedName(printed)).toThrow(`npm packed nothing: ${printed}`);
});
