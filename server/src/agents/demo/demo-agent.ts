/**
 * The agent that answers when no model is configured. It follows a script, is deterministic and needs no key or
 * network.
 */
import type { ThreadStreamEvent } from '@chatdock/protocol/thread/events';
import type { UserMessageItem } from '@chatdock/protocol/thread/items';
import type { RequestContext } from '../../core/context.ts';
import { pause } from '../../core/pause.ts';
import type { AgentContext } from '../agent-context.ts';
import { chooseScript } from './choose-script.ts';
import { answerQuestions, DEMO_CLIENT_TOOL } from './scripts-items.ts';
import { answerFromDocuments } from './scripts-sources.ts';
import { describeInput, HELP, plainText } from './scripts-markdown.ts';
import { sayTo, type DemoPace, type DemoScript, type DemoTurn } from './turn.ts';
import type { DocumentSearch } from '../documents/search.ts';
import { loadHistory } from '../load-history.ts';
import { streamWork } from '../stream-work.ts';
import { nameThread } from '../titles.ts';

export interface DemoAgentOptions {
  /** The documents to search for answers to other questions. */
  documents?: DocumentSearch | null | undefined;
  /** @defaultValue a readable pace: about 900 characters a second */
  pace?: Partial<DemoPace> | undefined;
}

/** Answers one turn from the script. It pushes events through the same context that tools and bridges of real agents use. */
export async function* respondWithDemo(
  context: AgentContext<RequestContext>,
  input: UserMessageItem | null,
  { documents = null, pace = {} }: DemoAgentOptions = {},
): AsyncGenerator<ThreadStreamEvent, void, undefined> {
  const { textMs = 16, stepMs = 450 } = pace;
  const { signal } = context.requestContext;
  const turn: DemoTurn = {
    context,
    input,
    text: input === null ? '' : plainText(input.content),
    history: await loadHistory(context.store, context.thread.id, context.requestContext),
    documents,
    say: (markdown, annotations = []) => sayTo(context, markdown, annotations, textMs),
    step: (times = 1) => pause(stepMs * times, signal),
  };
  yield* streamWork(context, async () => {
    await (input === null ? continueTurn(turn) : answer(turn));
    if (input !== null) nameThread(context.thread, input);
  });
}

const answer: DemoScript = async (turn) => {
  const script = chooseScript(turn.text);
  if (script !== null) return script(turn);
  if (await answerFromDocuments(turn)) return undefined;
  return turn.say(
    `${describeInput(turn)}\n\n${turn.history.length > 4 ? 'I answer from a script. Say `help` to see what I can do.' : HELP}`,
  );
};

/** Continues after the page's answer to a client tool, or after answered questions. */
const continueTurn: DemoScript = async (turn) => {
  const last = turn.history.findLast((item) => item.type === 'client_tool_call' || item.type === 'structured_input');
  if (last?.type === 'structured_input') return answerQuestions(turn, last);
  if (last?.type !== 'client_tool_call')
    return turn.say('There’s nothing to continue. Say `help` to see what I can do.');
  const output = JSON.stringify(last.output ?? null, null, 2);
  const about = last.name === DEMO_CLIENT_TOOL ? 'The page answered' : `\`${last.name}\` answered`;
  return turn.say(`${about}:\n\n\`\`\`json\n${output}\n\`\`\``);
};
