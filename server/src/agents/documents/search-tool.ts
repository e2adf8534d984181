/** The tool for searching the owner's documents and citing them. */
import type { RunContext, Tool } from '@openai/agents';
import * as z from 'zod';
import { AgentContext } from '../agent-context.ts';
import { tool } from '../tools/function-tool.ts';
import { toSource } from './cite.ts';
import type { DocumentSearch } from './search.ts';

/** The instructions for an agent with this tool. */
export const SEARCH_INSTRUCTIONS =
  'You can look things up in the documents of this site with search_documents. Use it before you answer a question about the site, its product or its owner. ' +
  'Right after each statement that rests on a passage, write the number of the passage in brackets of this kind: 【1】. Cite nothing that you did not find. ' +
  'If the documents do not answer the question, say so.';

/** Shows its work as a task, and numbers the found passages for citations. */
export function searchTool(documents: DocumentSearch): Tool<AgentContext> {
  return tool({
    name: 'search_documents',
    description:
      'Finds passages in the documents of this site. Give the words that matter, in the language of the documents.',
    parameters: z.object({ query: z.string() }),
    execute: async ({ query }, run: RunContext<AgentContext> | undefined) => {
      const context = run?.context;
      const passages = await documents.search(query, 6);
      if (!(context instanceof AgentContext))
        return passages.map(({ title, text }) => `${title}\n${text}`).join('\n\n');
      context.addWorkflowTask({
        type: 'file',
        status_indicator: 'complete',
        title: `Searched the documents for “${query}”`,
        sources: passages.map(({ title, path }) => ({ type: 'file', title, filename: path })),
      });
      if (passages.length === 0)
        return 'Nothing was found. Try other words, or say that the documents do not answer the question.';
      const numbered = passages.map((passage) => {
        const number = context.citable.size + 1;
        context.citable.set(number, toSource(passage));
        return `【${number}】 ${[passage.title, passage.section].filter(Boolean).join(' / ')}\n${passage.text}`;
      });
      return numbered.join('\n\n---\n\n');
    },
  }) as unknown as Tool<AgentContext>;
}
