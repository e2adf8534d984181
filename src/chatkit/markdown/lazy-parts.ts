/**
 * Parts of the renderer that load when a text first needs them. Until then a view draws nothing new, so that what it has drawn does
 * not change its form.
 */
import { loadLater } from '../ui/loading/load-later.ts';
import { addEntityNames } from './parsing/text-rules.ts';

/** Code that is loaded once for all views on the page. */
export interface LazyPart<Content> {
  /** The content if it is loaded. */
  now(): Content | null;
  /** Loads it. After a failure, the next call tries again. */
  load(): Promise<Content>;
}

function lazyPart<Content>(fetchContent: () => Promise<Content>): LazyPart<Content> {
  let content: Content | null = null;
  let loading: Promise<Content> | null = null;
  const load = async () => {
    try {
      return (content = await fetchContent());
    } finally {
      loading = null;
    }
  };
  return { now: () => content, load: () => (content ? Promise.resolve(content) : (loading ??= load())) };
}

export const richBlocks = lazyPart(async () => {
  const [blocks] = await Promise.all([import('./rich-blocks/rich-blocks.ts'), loadLater()]);
  return blocks;
});

export const entityNames = lazyPart(async () => {
  const { ENTITY_NAMES } = await import('./parsing/entity-names.ts');
  addEntityNames(ENTITY_NAMES);
  return true;
});
