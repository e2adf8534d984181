import { expect, it } from 'vitest';
import { states } from './states.ts';

it('each state has a unique name, because it names the file', () => {
  const names = states.map(({ name }) => name);
  expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([]);
  expect([...new Set(names)]).toEqual(names);
});
