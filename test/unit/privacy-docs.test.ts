/** The privacy page lists what the code does. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { filesThatFetch, filesThatStore, OTHER_REQUESTS, privacyPage } from '../../scripts/docs/privacy-docs.ts';

it('lists every request, stored key and log field of the code', () => {
  const page = readFileSync('docs/privacy.md', 'utf8');
  expect(page, 'Run `node scripts/docs/privacy-docs.ts`.').toBe(privacyPage(page));
  expect(page).toContain('`threads.create`');
});

it('knows every file that sends a request', () => {
  expect(filesThatFetch().toSorted()).toEqual(Object.keys(OTHER_REQUESTS).toSorted());
});

it('knows every file that stores something in the browser', () => {
  expect(filesThatStore()).toEqual(['src/chatkit/view.tsx', 'src/dock/persistence.ts']);
});
