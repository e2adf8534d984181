/**
 * Parts of the renderer that load when a text first needs them. Until then a view draws nothing new, so that what it has drawn does
 * not change its form.
 */
import { loadLater } from '../ui/loading/load-later.ts';
import { lazyPart } from './lazy-part.ts';
import { addEntityNames } from './parsing/text-rules.ts';

export const richBlocks = lazyPart(async () => {
  const [blocks] = await Promise.all([import('./rich-blocks/rich-blocks.ts'), loadLater()]);
  return blocks;
});

export const entityNames = lazyPart(async () => {
  const { ENTITY_NAMES } = await import('./parsing/entity-names.ts');
  addEntityNames(ENTITY_NAMES);
  return true;
});
