/** States of the chat itself: most are those of the gallery, which gives both builds the same data. */
import type { Page } from 'playwright-core';
import { assistant, chatWith, user } from './host-pages.ts';
import type { State } from './state.ts';
import { find, rest } from './steps.ts';

const COLUMN = { viewport: { width: 420, height: 720 } };

const PARAGRAPH = 'The path along the water is flat, and takes about two hours to the lighthouse and back.';
const LONG_THREAD = Array.from({ length: 12 }, (_, index) => [
  user(`u${index}`, `What about day ${index + 1}?`),
  assistant(
    `a${index}`,
    `Day **${index + 1}** is dry. ${PARAGRAPH}\n\n${index % 3 ? PARAGRAPH : '- a hat\n- water\n- a map'}`,
  ),
]).flat();

const HEADINGS = `# A day on two wheels
The first heading of an answer.
## The morning
Take the ferry at nine.
### Before the lighthouse
The path is narrow here.
#### What to bring
Water, a hat and a map.

**Not a heading**, but bold text in a sentence.`;

const CODE = `This reads the opening hours:

\`\`\`ts
/** The hours of one day, or null when the rental is closed. */
export async function hoursOf(day: Date): Promise<Hours | null> {
  const response = await fetch(\`/hours/\${day.toISOString().slice(0, 10)}.json\`, { headers: { accept: 'application/json' } });
  return response.status === 404 ? null : await response.json();
}
\`\`\`

Call it with \`hoursOf(new Date())\`.`;

const TABLE = `The prices of this year:

| Bicycle | Half a day | Day | Week | Deposit |
| --- | ---: | ---: | ---: | ---: |
| City bicycle | €9 | €14 | €70 | €50 |
| Cargo bicycle | €18 | €29 | €140 | €200 |
| With a motor | €22 | €36 | €180 | €300 |
| Child's seat | €2 | €3 | €12 | none |`;

const own: State[] = [
  {
    name: 'headings',
    shows: 'Headings in an answer, beside bold text.',
    at: chatWith([user('u1', 'Plan a day'), assistant('a1', HEADINGS)]),
    context: COLUMN,
    reach: (page) => shown(page, 'Not a heading'),
  },
  {
    name: 'code-block',
    shows: 'Code in an answer.',
    at: chatWith([user('u1', 'Write it in TypeScript'), assistant('a1', CODE)]),
    context: COLUMN,
    reach: (page) => shown(page, 'Call it with'),
  },
  {
    name: 'table',
    shows: 'A table that is wider than the chat.',
    at: chatWith([user('u1', 'What does it cost?'), assistant('a1', TABLE)]),
    context: COLUMN,
    reach: (page) => shown(page, 'The prices of this year'),
  },
  {
    name: 'long-thread',
    shows: 'The rhythm of a long thread.',
    at: chatWith(LONG_THREAD),
    context: COLUMN,
    reach: (page) => shown(page, 'What about day 12?'),
  },
  {
    name: 'jump-to-latest',
    shows: 'The button that leads back to the end.',
    at: chatWith(LONG_THREAD),
    context: COLUMN,
    reach: async (page) => {
      await shown(page, 'What about day 12?');
      await page.mouse.move(200, 300);
      await page.mouse.wheel(0, -900);
      await find(page, /^Jump to/);
      await rest(page);
    },
  },
];

const gallery = (id: string, shows: string, reach?: State['reach']): State => ({
  name: id,
  shows,
  at: { gallery: id },
  ...(reach && { reach }),
});

const fromGallery: State[] = [
  gallery('start', 'The start of a chat by itself.'),
  gallery('refused-files', 'A file of the wrong type, and one that could not be uploaded.'),
  gallery('a-closed-conversation', 'A conversation that the server has closed.'),
  gallery('loading-a-conversation', 'A conversation that is loading.'),
  gallery('no-conversations-yet', 'An empty list of conversations, in German.'),
  gallery('history', 'The list of conversations.'),
  gallery('sources-and-entities', 'Citations, and the sources unfolded.', async (page) => {
    await page.getByText(/^\d+ sources?$/).click();
    await rest(page);
  }),
  gallery('reasoning-in-progress', 'Reasoning in progress.'),
  gallery('work-done', 'What the agent did before it answered.'),
  gallery('notices', 'Notices of the server, where they arrived.'),
  gallery('an-error-with-a-retry', 'A failed answer with a retry.'),
  gallery('not-sent', 'A message that did not reach the server.'),
  gallery('a-question', 'A question from the agent.'),
  gallery('a-rated-answer', 'A pressed thumb.'),
  gallery('actions-and-suggested-replies', 'The buttons below an answer, and replies to choose.'),
  gallery('messages-that-wait', 'Messages that wait for the end of an answer.', (page) =>
    shown(page, 'Nothing with fish'),
  ),
  gallery('tools-models-and-files', 'The composer with everything.'),
  gallery('a-widget-with-a-form', 'A form that a server sent.'),
  gallery('charts', 'Charts that a server sent.'),
  gallery('the-visitor-s-messages', 'A quote, a tag and files in a message of the visitor.'),
  gallery('generating-an-image', 'An image that is being generated.'),
  gallery('right-to-left', 'An Arabic conversation.'),
  {
    name: 'conversation-in-the-dark',
    shows: 'Markdown of every kind, dark.',
    at: { gallery: 'a-conversation-in-markdown', scheme: 'dark' },
  },
];

/** Waits for a text of the thread, which loads after the page. */
async function shown(page: Page, text: string) {
  await page.getByText(text).first().waitFor({ timeout: 15_000 });
  await rest(page);
}

export const chatStates = [...own, ...fromGallery];
