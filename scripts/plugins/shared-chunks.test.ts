import { describe, expect, it } from 'vitest';
import { shareChunks } from './shared-chunks.ts';

const graph = (edges: Record<string, { now?: string[]; later?: string[] }>) => ({
  getModuleIds: () => Object.keys(edges),
  getModuleInfo: (id: string) => ({
    importedIds: edges[id]?.now ?? [],
    dynamicallyImportedIds: edges[id]?.later ?? [],
  }),
});

describe('shareChunks', () => {
  const chunks = shareChunks(
    graph({
      dock: { now: ['panel', 'preact'], later: ['view', 'voice'] },
      panel: { now: ['icons'] },
      icons: {},
      voice: { now: ['icons', 'microphone'] },
      microphone: {},
      view: { now: ['composer', 'parser', 'preact'], later: ['thread'] },
      composer: {},
      parser: {},
      preact: {},
      thread: { now: ['parser'] },
    }),
    { dock: 'dock', view: 'view' },
  );

  it('puts modules that both entries load eagerly into base', () => expect(chunks.get('preact')).toBe('base'));

  it('puts modules that only the dock loads eagerly into dock-base', () => {
    expect([chunks.get('panel'), chunks.get('icons')]).toEqual(['dock-base', 'dock-base']);
  });

  it('puts modules that the view shares with its lazy parts into chat-base', () =>
    expect(chunks.get('parser')).toBe('chat-base'));

  it('leaves the entries, the rest of the view and lazy modules to the bundler', () => {
    expect(['dock', 'view', 'composer', 'voice', 'microphone', 'thread'].filter((id) => chunks.has(id))).toEqual([]);
  });
});
