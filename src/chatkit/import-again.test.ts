import { expect, it } from 'vitest';
import { createImport } from './import-again.ts';

it('retries at a new address of the same folder after each failure, and keeps the working one', async () => {
  const asked: string[] = [];
  const importFile = createImport((folder) => {
    asked.push(folder);
    return asked.length > 100 ? Promise.resolve('the module') : Promise.reject(new TypeError('not there'));
  });
  for (let attempt = 0; attempt < 100; attempt++) await expect(importFile()).rejects.toThrow('not there');
  await importFile();
  await importFile();
  expect(asked[0]).toBe('modules');
  expect(new Set(asked).size).toBe(101);
  expect(asked.at(-1)).toBe(asked.at(-2));
  expect(new Set(asked.map(decodeURI))).toEqual(new Set(['modules']));
});
