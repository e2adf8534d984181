/** Demo answers with sources. */
import type { Annotation } from '@chatdock/protocol/thread/sources';
import { citePassages } from '../documents/cite.ts';
import type { DemoScript } from './turn.ts';

const BUILT_IN_SOURCES: Annotation['source'][] = [
  {
    type: 'url',
    title: 'ChatKit for JavaScript',
    url: 'https://openai.github.io/chatkit-js/',
    description: 'Guide to the element',
    attribution: 'openai.github.io',
  },
  { type: 'file', title: 'README.md', filename: 'README.md', description: 'Getting started' },
  {
    type: 'entity',
    id: 'demo-agent',
    title: 'Demo agent',
    icon: 'sparkle',
    label: 'Agent',
    interactive: true,
    data: { kind: 'agent' },
  },
];

/** An answer with sources: from the owner's documents when there are any, else one of each kind of source. */
export const cite: DemoScript = async (turn) => {
  const topic = turn.text
    .replace(
      /\b(?:please|cite|quote|sources?|from|the|docs?|documentation|documents?|with|show|me|an|answer|about)\b/giu,
      ' ',
    )
    .trim();
  if (turn.documents !== null) {
    const passages = await turn.documents.search(topic === '' ? 'start install chat server' : topic, 3);
    if (passages.length > 0) {
      const cited = citePassages(passages);
      return turn.say(cited.text, cited.annotations);
    }
  }
  const sentences = [
    'The element has a public contract',
    'the first steps fit on one page',
    'and this agent needs no key',
  ];
  let text = '';
  const annotations: Annotation[] = [];
  for (const [index, sentence] of sentences.entries()) {
    text += `${index === 0 ? '' : ', '}${sentence}`;
    const source = BUILT_IN_SOURCES[index];
    if (source !== undefined) annotations.push({ type: 'annotation', source, index: text.length });
  }
  return turn.say(`${text}.`, annotations);
};

/** Answers from the owner's documents. Resolves to false when the search finds no passage. */
export const answerFromDocuments = async ({
  documents,
  text,
  context,
  say,
}: Parameters<DemoScript>[0]): Promise<boolean> => {
  const passages = (await documents?.search(text, 3)) ?? [];
  if (passages.length === 0) return false;
  context.addWorkflowTask({
    type: 'file',
    status_indicator: 'complete',
    title: 'Searched the documents',
    sources: passages.map(({ title, path }) => ({ type: 'file', title, filename: path })),
  });
  const cited = citePassages(passages);
  await say(cited.text, cited.annotations);
  return true;
};
