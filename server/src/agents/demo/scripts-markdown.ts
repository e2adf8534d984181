/** Demo answers that are one message: tables, code, maths, counting, long texts. */
import { solveSum } from './arithmetic.ts';
import type { DemoScript, DemoTurn } from './turn.ts';

/** The list of things that the demo can show; also its answer to "help". */
export const HELP = `This is the **demo agent**. It needs no model, key or network, and everything you see is the real product. Try one of these:

| Say | and you get |
| --- | --- |
| \`show me a form\` | a form that I confirm when you send it |
| \`think step by step\` | reasoning, then the answer |
| \`search the web\` | a workflow with tasks and sources |
| \`use a client tool\` | the page runs one of its own functions |
| \`cite the docs\` | an answer with sources |
| \`ask me questions\` | a short questionnaire |
| \`make an image of a lighthouse\` | a picture, drawn in steps |
| \`show a table\`, \`show code\`, \`show math\` | Markdown |
| \`show a list\`, \`show a card\`, \`show a chart\` | widgets |
| \`show me the invoice\`, … \`a flight\`, \`an email draft\`, \`the seat map\`, \`a poll\`, \`the dashboard\` | widgets of a shop, a trip or an office that answer when you use them |
| \`show a notice\`, \`show progress\`, \`fire an effect\` | signals to the page |
| \`fail once\` | an error with a retry that works |
| \`count to 20\`, \`12 * (7 + 3)\`, \`echo hello\` | counting, arithmetic and an exact copy of your words |
| \`write 20000 characters\` | a long answer, so that you can try **Stop** |
| \`rename this chat to Holiday\`, \`lock this chat\` | changes to this chat |

To talk to a real model instead, set \`CHATDOCK_MODEL\` and restart.`;

const GREETING = `Hello! I’m the **demo agent** of this chat. I answer from a script, so I need no key and no network.

Try \`show me a form\`, \`think step by step\` or \`use a client tool\`, or say \`help\` to see everything I can do.`;

export const help: DemoScript = ({ say }) => say(HELP);

export const greet: DemoScript = async ({ say, context }) => {
  await say(GREETING);
  context.suggestReplies(['Show me a form', 'Show a table', 'Make an image of a lighthouse']);
};

export const table: DemoScript = ({ say }) =>
  say(`Here is a table:

| Engine | Runs where | Needs a domain key | Works offline |
| :--- | :--- | :---: | ---: |
| \`openai\` | OpenAI's CDN | yes | no |
| \`local\` | your own server | no | **yes** |
| \`auto\` | whichever works | if you have one | **yes** |

And a list:

1. Load the script tag.
2. Point it at your server.
   - or start with the demo agent
   - [ ] pick a model later
3. Done.

> A chat that always shows something.`);

export const code: DemoScript = ({ say }) =>
  say(`The smallest page with a chat:

\`\`\`html
<script src="https://chat.example.com/dist/chatdock.umd.js"
        data-api-url="https://chat.example.com/chatkit" defer></script>
\`\`\`

and a function that reads a stream:

\`\`\`ts
export async function* readLines(bytes: AsyncIterable<Uint8Array>) {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest !== '') yield rest;
}
\`\`\`

Inline code looks like \`npm start\`.`);

export const math: DemoScript = ({ say }) =>
  say(String.raw`The roots of $ax^2 + bx + c = 0$ are

$$x = \frac{-b \pm \sqrt{b^2 - 4ac}}{2a}$$

and the area under the bell curve is

$$\int_{-\infty}^{\infty} e^{-x^2}\,dx = \sqrt{\pi}$$`);

/** Everything Markdown can do, in one message. */
export const markdown: DemoScript = async (turn) => {
  await turn.say(`# Markdown

Plain, *emphasised*, **strong**, ~~struck~~ and \`code\`, with a [link](https://example.com/docs).

## Lists

- one
  - nested
- two

---`);
  await table(turn);
  await code(turn);
};

const COUNT_LIMIT = 500;

export const count: DemoScript = ({ text, say }) => {
  const asked = Number(/count(?:\s+\w+)?\s+(?:up\s+)?to\s+(\d+)/iu.exec(text)?.[1] ?? /\d+/u.exec(text)?.[0] ?? 10);
  const last = Math.min(asked, COUNT_LIMIT);
  const numbers = Array.from({ length: last }, (_, index) => index + 1).join(', ');
  return say(asked > last ? `${numbers}\n\nI stop counting at ${COUNT_LIMIT}.` : `${numbers}.`);
};

export const echo: DemoScript = ({ text, say }) =>
  say(text.replace(/^\s*(?:echo|say|repeat)\s*:?\s*/iu, '') || '(nothing to echo)');

export const sum: DemoScript = ({ text, say }) => {
  const solved = solveSum(text);
  if (solved === null) return say('I couldn’t read that as a calculation. Try `12 * (7 + 3)`.');
  return say(`${solved.source} = **${formatNumber(solved.value)}**`);
};

const formatNumber = (value: number) =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(12)));

const MAX_CHARS = 200_000;

/** "write 20000 characters": exactly that many, in numbered paragraphs, so that missing text is noticed. */
export const long: DemoScript = ({ text, say }) => say(longText(requestedChars(text)));

function requestedChars(text: string): number {
  const asked = Number((/(\d[\d.,_ ]*)\s*(?:k\b)?/iu.exec(text)?.[1] ?? '4000').replaceAll(/[^\d]/gu, ''));
  const thousands = /\d\s*k\b/iu.test(text) ? 1000 : 1;
  const perUnit = /\bwords?\b/iu.test(text) ? 6 : 1;
  return Math.max(1, Math.min(MAX_CHARS, asked * thousands * perUnit));
}

const SENTENCES = [
  'A long answer is a good test of a chat, which has to stay smooth while the answer grows.',
  'You can stop it at any moment and keep what was written.',
  'Scroll up to read from the start. New text doesn’t move your view.',
  'Every paragraph has a number, so you would notice a missing one.',
  'The server keeps exactly what you saw.',
];

/** Numbered paragraphs, exactly `chars` characters long. */
function longText(chars: number): string {
  let text = '';
  for (let paragraph = 1; text.length < chars; paragraph += 1) {
    text += `**${paragraph}.** ${SENTENCES[paragraph % SENTENCES.length]} ${SENTENCES[(paragraph * 2 + 1) % SENTENCES.length]}\n\n`;
  }
  const cut = text.slice(0, chars);
  return /\s$/u.test(cut) ? `${cut.slice(0, -1)}.` : cut;
}

/** Lists the visitor's earlier messages, as the server stored them. */
export const recall: DemoScript = ({ history, input, say }) => {
  const earlier = history
    .filter((item) => item.type === 'user_message' && item.id !== input?.id)
    .map((item) => (item.type === 'user_message' ? plainText(item.content) : ''));
  if (earlier.length === 0) return say('This is the first thing you said in this chat.');
  return say(
    `Here’s what you said, oldest first:\n\n${earlier.map((words, index) => `${index + 1}. ${words}`).join('\n')}`,
  );
};

export function plainText(content: readonly { type: string; text: string }[]): string {
  return content.map((part) => (part.type === 'input_tag' ? `@${part.text}` : part.text)).join('');
}

/** Describes the message that arrived. Used when no script matches it. */
export function describeInput({ input, text }: DemoTurn): string {
  const words = text.trim().split(/\s+/u).filter(Boolean).length;
  const quoted = text
    .trim()
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n');
  const facts = [`${words} ${words === 1 ? 'word' : 'words'}, ${text.trim().length} characters`];
  if (/\?\s*$/u.test(text)) facts.push('a question');
  for (const part of input?.content ?? [])
    if (part.type === 'input_tag') facts.push(`the mention **@${part.text}** (\`${part.id}\`)`);
  for (const { name, mime_type } of input?.attachments ?? []) facts.push(`the attachment **${name}** (${mime_type})`);
  if (input?.quoted_text) facts.push(`a quoted passage: “${input.quoted_text}”`);
  if (input?.inference_options.model !== undefined) facts.push(`the model \`${input.inference_options.model}\``);
  if (input?.inference_options.tool_choice !== undefined)
    facts.push(`the tool \`${input.inference_options.tool_choice.id}\``);
  return `I read your message:\n\n${quoted}\n\nThat is ${facts.join(', ')}.`;
}
