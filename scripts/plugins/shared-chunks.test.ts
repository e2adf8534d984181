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
      renderer: ['blocks', 'parser'],
      widget: ['message'],
    }),
    { dock: ['dock', 'view'], answer: ['thread', 'wire'], markdown: ['renderer'] },
  );

  it('puts everything that opens the chat into one file', () => {
    const opening = ['dock', 'panel', 'icons', 'preact', 'view', 'composer', 'parser'];
    expect(opening.map((id) => chunks.get(id))).toEqual(Array(opening.length).fill('dock'));
  });

  it('puts what the first answer needs into one chunk', () => {
    expect(['thread', 'message', 'wire', 'client'].map((id) => chunks.get(id))).toEqual(Array(4).fill('answer'));
  });

  it('puts what draws Markdown into one chunk', () => {
    expect(['renderer', 'blocks'].map((id) => chunks.get(id))).toEqual(['markdown', 'markdown']);
  });

  it('leaves other lazy modules to the bundler', () => {
    expect(['voice', 'microphone', 'widget'].filter((id) => chunks.has(id))).toEqual([]);
  });
});
