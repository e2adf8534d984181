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
      thread: ['parser', 'message'],
      wire: ['client'],
      widget: ['message'],
    }),
    { dock: 'dock', view: 'view', answer: ['thread', 'wire'] },
  );

  it('puts modules that both entries load eagerly into the chat', () => expect(chunks.get('preact')).toBe('chat'));

  it('puts modules that only the dock loads eagerly into its chunk', () => {
    expect([chunks.get('panel'), chunks.get('icons')]).toEqual(['dock', 'dock']);
  });

  it('puts modules that only the view loads eagerly into its chunk', () => {
    expect([chunks.get('composer'), chunks.get('parser')]).toEqual(['chat', 'chat']);
  });

  it('puts dock and view where their imports are, so that one request brings both', () => {
    expect([chunks.get('dock'), chunks.get('view')]).toEqual(['dock', 'chat']);
  });

  it('puts what the first answer needs into one chunk', () => {
    expect(['thread', 'message', 'wire', 'client'].map((id) => chunks.get(id))).toEqual(Array(4).fill('answer'));
  });

  it('leaves other lazy modules to the bundler', () => {
    expect(['voice', 'microphone', 'widget'].filter((id) => chunks.has(id))).toEqual([]);
  });
});
