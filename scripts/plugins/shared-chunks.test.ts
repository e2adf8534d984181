import { describe, expect, it } from 'vitest';
import { shareChunks } from './shared-chunks.ts';

const graph = (edges: Record<string, string[]>) => ({
  getModuleInfo: (id: string) => ({ importedIds: edges[id] ?? [] }),
});

describe('shareChunks', () => {
  const chunks = shareChunks(
    graph({
      dock: ['panel', 'preact'],
      panel: ['icons'],
      voice: ['icons', 'microphone'],
      view: ['composer', 'preact'],
      composer: ['parser'],
      thread: ['parser'],
    }),
    { dock: 'dock', view: 'view' },
  );

  it('puts modules that both entries load eagerly into base', () => expect(chunks.get('preact')).toBe('base'));

  it('puts modules that only the dock loads eagerly into dock-base', () => {
    expect([chunks.get('panel'), chunks.get('icons')]).toEqual(['dock-base', 'dock-base']);
  });

  it('puts modules that only the view loads eagerly into chat-base', () => {
    expect([chunks.get('composer'), chunks.get('parser')]).toEqual(['chat-base', 'chat-base']);
  });

  it('puts each entry where its imports are, so that its own file only names the chunk', () => {
    expect([chunks.get('dock'), chunks.get('view')]).toEqual(['dock-base', 'chat-base']);
  });

  it('leaves lazy modules to the bundler', () => {
    expect(['voice', 'microphone', 'thread'].filter((id) => chunks.has(id))).toEqual([]);
  });
});
