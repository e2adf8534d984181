/** The documentation names the models that are recommended today. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { modelPages, withCurrentModels } from '../../scripts/docs/model-docs.ts';

it.each(modelPages())('%s names recommended models; else run `node scripts/docs/model-docs.ts`', (page) => {
  const text = readFileSync(page, 'utf8');
  expect(text).toBe(withCurrentModels(text));
});
