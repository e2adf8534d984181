/**
 * Every function that a page can give to ChatKit fails, in every way: the page and the chat continue, and the page gets
 * one error event.
 */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { button, composer, eventually, launcher } from '../../harness/pages/dock-page.ts';
import { assistantItem, begun, done, userItem, widgetItem } from '../../harness/pages/element-host.ts';
import { functionsIn } from '../../harness/pages/function-options.ts';
import { inLongRun } from '../../harness/long-run.ts';
import { buildReactPage } from '../../harness/pages/react/react-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite();

/** In the order of how far they get before something breaks. */
const manners = ['throws', 'rejects', 'gives nothing', 'gives a number', 'gives what cannot be read'] as const;
type Manner = (typeof manners)[number];
const failures = ['throws', 'rejects'] as const satisfies Manner[];

interface Case {
  /** The visitor does what makes the chat call the function. */
  provoke(page: Page): Promise<void>;
  /** The visitor's error message if a failed function was part of the visitor's action. */
  sees?: string | RegExp;
  /**
   * If its answer is read: the faults that the page hears about, besides throwing and rejecting. The others are answers
   * that mean "nothing".
   */
  reported?: readonly Manner[];
}

const field = (page: Page) => composer(page).first();
async function write(page: Page, text: string) {
  await field(page).focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText(text);
}
async function send(page: Page) {
  // During an answer nothing is sent, and its words may be there before its end.
  await button(page, 'Stop').waitFor({ state: 'detached' });
  await page.keyboard.press('Enter');
}
/** Every question has a number of its own, and what is shown has that of its question. */
let questions = 0;

const didNotWork = 'That didn’t work.';

const cases: Record<string, Case> = {
  'api.fetch': {
    async provoke(page) {
      await write(page, ' is kept');
      await send(page);
    },
    sees: 'Couldn’t connect. Your message is saved.',
    reported: ['gives nothing', 'gives a number', 'gives what cannot be read'],
  },
  onClientTool: {
    async provoke(page) {
      await write(page, ' use the tool');
      await send(page);
    },
    sees: /^The tool gave/,
    reported: ['gives what cannot be read'],
  },
  'header.leftAction.onClick': { provoke: (page) => button(page, 'Home').click() },
  'header.rightAction.onClick': { provoke: (page) => button(page, 'Settings').click() },
  'entities.onTagSearch': {
    provoke: (page) => write(page, ' @'),
    sees: didNotWork,
    reported: ['gives a number', 'gives what cannot be read'],
  },
  'entities.onClick': { provoke: (page) => button(page, `Order ${questions}`).click() },
  'entities.onRequestPreview': {
    async provoke(page) {
      await page.mouse.move(0, 0);
      await button(page, `Order ${questions}`).hover();
    },
    // The card says what the chat itself knows.
    sees: 'A parcel',
    reported: ['gives what cannot be read'],
  },
  'commands.onSearch': {
    provoke: (page) => write(page, ' /'),
    sees: didNotWork,
    reported: ['gives a number', 'gives what cannot be read'],
  },
  'commands.onSelect': {
    async provoke(page) {
      await write(page, ' /');
      await page.getByRole('option', { name: 'Order a parcel' }).waitFor();
      await page.keyboard.press('Enter');
    },
    sees: didNotWork,
    reported: ['gives what cannot be read'],
  },
  'widgets.onAction': {
    async provoke(page) {
      await button(page, 'Stop').waitFor({ state: 'detached' });
      await button(page, `Save ${questions}`).click();
    },
    sees: didNotWork,
  },
};

/** Called by OpenAI's element only. */
const officialOnly = ['api.getClientSecret'];

it("this test covers every function in ChatKit's options", () => {
  const all = functionsIn('node_modules/@openai/chatkit/types/index.d.ts', 'ChatKitOptions');
  expect([...Object.keys(cases), ...officialOnly].toSorted()).toEqual(all.toSorted());
});

interface Host {
  failing: { path: string; manner: Manner } | null;
  thrown: string[];
  reported: string[];
}
/** `window.chatOptions` holds every function; `window.failing` names the one that fails, and how. */
const pageScript = `
  window.failing = null;
  window.thrown = [];
  window.reported = [];
  const answers = {
    'api.fetch': (...request) => fetch(...request),
    onClientTool: () => ({ ok: true }),
    'entities.onTagSearch': async () => [{ id: 'ann', title: 'Ann' }],
    'entities.onRequestPreview': async () => ({ preview: null }),
    'commands.onSearch': async () => [{ id: 'order', label: 'Order a parcel' }],
  };
  window.chatOptions = { api: { url: '/chatkit', domainKey: 'own' }, header: { enabled: true, leftAction: { icon: 'home' }, rightAction: { icon: 'settings-cog' } }, commands: { enabled: true } };
  for (const path of ${JSON.stringify(Object.keys(cases))}) {
    const names = path.split('.');
    const last = names.pop();
    const holder = names.reduce((object, name) => (object[name] ??= {}), window.chatOptions);
    holder[last] = (...given) => {
      const { failing } = window;
      if (failing?.path !== path) return answers[path]?.(...given);
      const error = new Error([path, failing.manner, window.thrown.length].join(' '));
      window.thrown.push(error.message);
      switch (failing.manner) {
        case 'throws': throw error;
        case 'rejects': return Promise.reject(error);
        case 'gives nothing': return undefined;
        case 'gives a number': return 7;
        default: return new Proxy({}, { get(_, key) { if (key === 'then') return undefined; throw error; } });
      }
    };
  }
  const report = (error) => {
    const chain = [];
    for (let at = error; at; at = at.cause) chain.push(at.message);
    window.reported.push(chain.join(' < '));
  };
  addEventListener('error', ({ error }) => report(error));
  addEventListener('unhandledrejection', ({ reason }) => report(reason));
  `;
const reportsOf = (event: string) =>
  `${pageScript} addEventListener('${event}', ({ detail }) => report(detail.error));`;

/** The chat's server: says back what it hears, and has a tool, an entity and a widget of the page's to show. */
async function answerChat(page: Page) {
  let items = 0;
  await page.route('**/chatkit', async (route) => {
    const { type, params } = route.request().postDataJSON() as {
      type: string;
      params: { input?: { content: { text: string }[] }; result?: unknown };
    };
    if (!/^threads\.(create|add)/.test(type)) return route.fulfill({ json: { data: [], has_more: false } });
    items += 1;
    const id = `msg_a${items}`;
    const text = params.input?.content.map((part) => part.text).join('') ?? '';
    const started =
      type === 'threads.create' ? begun(text) : params.input ? [done(userItem(`msg_u${items}`, text))] : [];
    const entity = {
      type: 'annotation',
      index: 5,
      source: {
        type: 'entity',
        id: 'o',
        title: 'A parcel',
        inline_label: text.replace('show', 'Order'),
        interactive: true,
        data: {},
      },
    };
    const shown = { ...assistantItem(id), content: [{ type: 'output_text', text: 'Here.', annotations: [entity] }] };
    const widget = {
      type: 'Card',
      children: [
        { type: 'Button', label: text.replace('show', 'Save'), onClickAction: { type: 'save', handler: 'client' } },
      ],
    };
    const call = {
      ...assistantItem(id),
      type: 'client_tool_call',
      status: 'pending',
      call_id: id,
      name: 'look',
      arguments: {},
    };
    const answer =
      type === 'threads.add_client_tool_output'
        ? [done(assistantItem(id, `The tool gave ${JSON.stringify(params.result)}`))]
        : text.includes('use the tool')
          ? [done(call)]
          : text.startsWith('show')
            ? [done(shown), done(widgetItem(`${id}w`, widget))]
            : [done(assistantItem(id, `I heard: ${text}`))];
    await route.fulfill({
      contentType: 'text/event-stream',
      body: [...started, ...answer].map((event) => `data: ${JSON.stringify(event)}\n\n`).join(''),
    });
  });
}

/** Types at the end of the composer's text, sends it, and waits for an answer to the whole text. */
async function askOn(page: Page, begunWith = '') {
  questions += 1;
  await write(page, ` and question ${questions}`);
  await send(page);
  await page
    .getByRole('log')
    .getByText(new RegExp(`I heard: ${begunWith}.*and question ${questions}$`))
    .last()
    .waitFor();
}

const setFailing = (page: Page, failing: Host['failing']) =>
  page.evaluate((failing) => void ((window as unknown as Host).failing = failing), failing);
const stateOf = (page: Page) =>
  page.evaluate(() => (({ thrown, reported }) => ({ thrown, reported }))(window as unknown as Host));
/** Words that were there before prove nothing. */
const forget = (page: Page) =>
  page.locator('chat-dock, openai-chatkit').evaluate((host) => {
    const chat = host.shadowRoot?.querySelector('chatdock-chatkit') ?? host;
    for (const element of chat.shadowRoot?.querySelectorAll('*') ?? []) element.setAttribute('data-seen', '');
  });

async function fails(page: Page, path: string, manner: Manner) {
  const { provoke, sees, reported = [] } = cases[path] ?? { provoke: async () => {} };
  const isReported = [...failures, ...reported].includes(manner);
  const before = await stateOf(page);
  if (/entities.on[CR]|widgets/.test(path)) {
    await write(page, `show ${(questions += 1)}`);
    await send(page);
    await button(page, `Save ${questions}`).waitFor();
  }
  await write(page, 'half a thought');
  await setFailing(page, { path, manner });
  await forget(page);
  await provoke(page);
  await expect.poll(async () => (await stateOf(page)).thrown.length, eventually).toBeGreaterThan(before.thrown.length);
  if (sees !== undefined && isReported)
    await page.getByText(sees).and(page.locator(':not([data-seen])')).first().waitFor();
  await setFailing(page, null);
  if (path === 'api.fetch') {
    // Earlier rounds were answered in the same words.
    const answers = page.getByRole('log').getByText('I heard: half a thought is kept');
    const answered = await answers.count();
    await button(page, 'Try again').click();
    await expect.poll(() => answers.count(), eventually).toBeGreaterThan(answered);
  }
  await askOn(page, /fetch|Tool/.test(path) ? '' : 'half a thought');
  const after = await stateOf(page);
  const thrown = after.thrown.slice(before.thrown.length);
  const messages = after.reported.slice(before.reported.length);
  expect(messages).toHaveLength(isReported ? thrown.length : 0);
  // A number is no error of the page's own; whatever it threw is in the report, or is its cause.
  if (manner !== 'gives a number' && manner !== 'gives nothing')
    for (const [index, message] of messages.entries()) expect(message).toContain(thrown[index]);
}

async function assertAllFail(page: Page, mannersOf: (path: string) => readonly Manner[], paths = Object.keys(cases)) {
  await askOn(page);
  for (const path of paths) {
    for (const manner of mannersOf(path)) {
      await fails(page, path, manner).catch((cause: unknown) => {
        throw new Error(`${path} ${manner}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      });
    }
  }
}

describe('page and chat continue, and the page gets one report,', () => {
  it('when any ChatKit callback fails in <openai-chatkit>', async () => {
    const { page } = await site.visitHost({
      tag: '<script src="/dist/chatkit.js"></script><script src="/host-page.js"></script>',
      script:
        "const chat = document.createElement('openai-chatkit'); chat.style.height = '600px'; chat.setOptions(window.chatOptions); document.body.append(chat);",
      before: reportsOf('chatkit.error'),
    });
    await answerChat(page);
    await field(page).waitFor();
    await assertAllFail(page, (path) => (cases[path]?.reported ? manners : failures));
  }, 120_000);

  /** The dock gives the functions to the same element, so a usual run lets each fail in one of the two ways. */
  const oneOf = (path: string) => failures.filter((_, index) => index === Object.keys(cases).indexOf(path) % 2);
  const inDock = (path: string) => (path === 'api.fetch' ? manners : inLongRun(failures, oneOf(path)));
  /** React hands ChatKit's options to the same dock, so a usual run tries one of each kind: a request, a search, an event. */
  const inReact = inLongRun(Object.keys(cases), ['api.fetch', 'entities.onTagSearch', 'header.leftAction.onClick']);

  it('when any callback fails in the dock', async () => {
    const { page } = await site.visitHost({
      tag: '<script src="/dist/chatdock.umd.js"></script><script src="/host-page.js"></script>',
      script: 'ChatDock.boot({ apiUrl: "/chatkit", open: true, chatkit: window.chatOptions });',
      before: reportsOf('chat-dock:error'),
    });
    await answerChat(page);
    await field(page).waitFor();
    await assertAllFail(page, inDock);
  }, 120_000);

  // Both versions throw in test/e2e/host-pages/throws.test.ts; which option it was makes no difference to React.
  it.each(inLongRun([18, 19] as const, [19] as const))(
    'when any callback fails in React %i',
    async (version) => {
      const { render, script } = await buildReactPage(version);
      const props = { apiUrl: '/chatkit' };
      const { page } = await site.visitHost({
        body: `<div id="root" data-props='${JSON.stringify(props)}'>${render(props)}</div>`,
        tag: '<script type="module" src="/host-page.js"></script>',
        script,
        before: reportsOf('chat-dock:error'),
      });
      await answerChat(page);
      await launcher(page).waitFor();
      await page.evaluate('host.setProps({ chatkit: window.chatOptions })');
      await launcher(page).click();
      await field(page).waitFor();
      await assertAllFail(page, inDock, inReact);
    },
    120_000,
  );
});
