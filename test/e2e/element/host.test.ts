/**
 * The places where `dist/chatkit.js` works: under the strictest policy, in shadow roots and frames, twice on a page,
 * beside the official element.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  added,
  assistantItem,
  begun,
  delta,
  done,
  field,
  say,
  setUpElementHost,
  widgetItem,
} from '../../harness/pages/element-host.ts';
import { officialSrc, serveOfficial } from '../../harness/providers/official-stand-in.ts';

const host = setUpElementHost();

const csp =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";
const markdown =
  'A **list**:\n\n- [x] one\n- two\n\n| a | b |\n| --- | ---: |\n| 1 | 2 |\n\n```js\nexport const half = (value) => value / 2;\n```\n\nAnd $x^2$.\n\n![a tower](https://elsewhere.example/tower.png) <b style="color: red" onclick="boom()">bold?</b>\n';
const form = {
  type: 'Card',
  children: [
    { type: 'Title', value: 'Parcel', color: 'blue-700' },
    {
      type: 'Row',
      gap: 3,
      padding: 2,
      background: '#eef',
      children: [
        { type: 'Badge', label: 'today' },
        { type: 'Spacer' },
        { type: 'Button', label: 'Track it', onClickAction: { type: 'track' } },
      ],
    },
  ],
};
const options = `{
  history: { showDelete: true, showRename: true },
  threadItemActions: { feedback: true, retry: true },
  composer: { attachments: { enabled: true }, tools: [{ id: 'search', label: 'Search', icon: 'search' }], models: [{ id: 'a', label: 'Fast', default: true }, { id: 'b', label: 'Deep' }] },
  startScreen: { prompts: [{ label: 'Track a parcel', prompt: 'my parcel?', icon: 'cube' }] },
  disclaimer: { text: 'May be [wrong](https://example.com).' },
}`;

/** Everything a visitor does in one conversation. */
async function wholeConversation(page: Page) {
  const button = (name: string | RegExp) =>
    page.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) });
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('note') });
  await button('Remove notes.txt').waitFor();
  await page.waitForFunction(() => !document.querySelector('openai-chatkit')?.shadowRoot?.querySelector('progress'));
  const turn = await say(page, host, 'my parcel?');
  turn.send(
    ...begun('my parcel?'),
    { type: 'progress_update', icon: 'search', text: 'Looking' },
    added(assistantItem('msg_2')),
  );
  for (const piece of markdown.match(/[^]{1,9}/g) ?? []) turn.send(delta('msg_2', piece));
  await button('Stop').waitFor();
  turn.send(done(assistantItem('msg_2', markdown)), done(widgetItem('wid_1', form)));
  turn.end();
  await page.locator('.ck-c-keyword').first().waitFor();
  await page.locator('math').first().waitFor();
  await page.locator('.ck-table table').waitFor();
  await button('Track it').click();
  const tracking = await host.nextTurn();
  tracking.send(done(assistantItem('msg_3', 'It is near.')));
  tracking.end();
  await page.getByText('It is near.').first().waitFor();
  await button('Helpful').last().click();
  await button('Copy').last().click();
  await button('Add files and tools').click();
  await page.keyboard.press('Escape');
  await button(/^Model/).click();
  await page.keyboard.press('Escape');

  host.threads
    .set('thr_1', { id: 'thr_1', title: 'A talk', items: [] })
    .set('thr_2', { id: 'thr_2', title: 'Another', items: [assistantItem('msg_7', 'From before.')] });
  await button('Conversation history').click();
  await button('Rename: Another').click({ force: true });
  await page.keyboard.type('Renamed');
  await page.keyboard.press('Enter');
  await button('Delete: Renamed').click({ force: true });
  await page.getByRole('group').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => host.threads.size, { timeout: 10_000 }).toBe(1);
  await button('Back to chat').click();
  await page.evaluate(
    `document.querySelector('openai-chatkit').setOptions({ ...${options}, api: { url: '/chatkit', domainKey: 'own' }, locale: 'de-DE', theme: { colorScheme: 'dark', radius: 'sharp', density: 'compact', color: { accent: { primary: '#c2410c', level: 3 } }, typography: { baseSize: 18 } } })`,
  );
  await page.getByRole('button', { name: 'Nachricht senden' }).waitFor();
}

/** The reports of the page's own policy. */
const listening =
  "window.violations = []; addEventListener('securitypolicyviolation', (event) => violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`)); window.styleMarkup = []; const set = Element.prototype.setAttribute; Element.prototype.setAttribute = function (name, value) { if (String(name).toLowerCase() === 'style') styleMarkup.push(`${this.localName} ${value}`); return set.call(this, name, value); };";

describe('a strict Content-Security-Policy with Trusted Types', () => {
  it('a whole conversation violates no rule of it, and sets no style attribute', async () => {
    const { page, console: messages } = await host.visit({ csp, before: listening, script: `mount(${options});` });
    await wholeConversation(page);
    expect(await page.evaluate('violations')).toEqual([]);
    expect(await page.evaluate('styleMarkup')).toEqual([]);
    expect(await page.evaluate('errors')).toEqual([]);
    expect(messages).toEqual([]);
    expect(host.reports).toEqual([]);
    expect(host.requests).toEqual(
      expect.arrayContaining(['items.feedback', 'threads.update', 'threads.delete', 'attachments.create']),
    );
  }, 120_000);

  it('the policy reports violations: a page that breaks it gets three reports', async () => {
    const { page, console: messages } = await host.visit({
      csp,
      before: listening,
      script:
        "const box = document.createElement('p'); box.setAttribute('style', 'color: red'); document.body.append(box); try { box.innerHTML = '<b>x</b>'; } catch {}",
    });
    await expect.poll(() => page.evaluate('violations.length')).toBeGreaterThanOrEqual(2);
    expect(await page.evaluate('styleMarkup')).toEqual(['p color: red']);
    expect(messages.join()).toMatch(/Content Security Policy|TrustedHTML/);
    await expect.poll(() => host.reports.length).toBeGreaterThanOrEqual(1);
  });
});

/** One question and its answer, wherever the chat is. */
async function ask(page: Page, place: Page | FrameLocator, text: string, answer: string) {
  await field(place).click();
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  const turn = await host.nextTurn();
  turn.send(...begun(text), done(assistantItem('msg_2', answer)));
  turn.end();
  await place.getByRole('log').getByText(answer).waitFor();
}

describe('placement', () => {
  it('works in a shadow root of the page', async () => {
    const { page, console: messages } = await host.visit({
      csp,
      body: '<div id="app"></div>',
      script:
        "const root = document.getElementById('app').attachShadow({ mode: 'open' }); const place = document.createElement('div'); place.className = 'place'; const sheet = new CSSStyleSheet(); sheet.replaceSync('.place { height: 500px }'); root.adoptedStyleSheets = [sheet]; root.append(place); mount({}, place);",
    });
    await ask(page, page, 'hello', 'From inside.');
    await page.getByRole('button', { name: 'Conversation history' }).click();
    await page.getByRole('button', { name: 'Back to chat' }).click();
    expect(messages).toEqual([]);
  });

  it.each([
    ['a frame', ''],
    ['a sandboxed frame without an origin', 'sandbox="allow-scripts"'],
  ])('works in %s', async (_name, attributes) => {
    const inner = host.addPage(
      attributes === ''
        ? { csp }
        : {
            script: `mount({ api: { url: '/chatkit', domainKey: 'own', fetch: (url, init) => new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); port1.onmessage = ({ data }) => resolve(new Response(data, { headers: { 'content-type': data.startsWith('data:') ? 'text/event-stream' : 'application/json' } })); parent.postMessage(init.body, '*', [port2]); }) } });`,
          },
    );
    const { page, console: messages } = await host.visit({
      body: `<iframe title="Chat" src="${inner}" ${attributes} width="600" height="600"></iframe>`,
      script:
        "addEventListener('message', async ({ data, ports }) => { const answer = await fetch('/chatkit', { method: 'POST', body: data }); ports[0].postMessage(await answer.text()); });",
    });
    await ask(page, page.frameLocator('iframe'), 'hello', 'From the frame.');
    expect(messages).toEqual([]);
  });

  it('works twice on a page, each with its own thread, texts and theme', async () => {
    const { page, console: messages } = await host.visit({
      csp,
      body: '<div id="one"></div><div id="two"></div>',
      script:
        "const sheet = new CSSStyleSheet(); sheet.replaceSync('div { height: 50% }'); document.adoptedStyleSheets = [sheet]; mount({ frameTitle: 'First' }, one); mount({ frameTitle: 'Second', locale: 'de-DE', theme: 'dark' }, two);",
    });
    const [first, second] = [page.locator('#one'), page.locator('#two')];
    await first.getByRole('textbox').click();
    await page.keyboard.type('for the first');
    await page.keyboard.press('Enter');
    const turn = await host.nextTurn();
    await second.getByRole('textbox').click();
    await page.keyboard.type('a draft');
    turn.send(...begun('for the first'), done(assistantItem('msg_2', 'Only here.')));
    turn.end();
    await first.getByRole('log').getByText('Only here.').waitFor();
    expect(await second.getByText('Only here.').count()).toBe(0);
    expect(await second.getByRole('textbox').textContent()).toBe('a draft');
    expect(await first.getByRole('textbox').textContent()).toBe('');
    await second.getByRole('button', { name: 'Nachricht senden' }).waitFor();
    expect(await first.locator('openai-chatkit').getAttribute('data-color-scheme')).toBe('light');
    await second.locator('openai-chatkit').evaluate((chat) => chat.remove());
    await first.getByRole('textbox').click();
    await page.keyboard.type('still mine');
    expect(await first.getByRole('textbox').textContent()).toBe('still mine');
    expect(messages).toEqual([]);
  });

  it('leaves the tag name to the official script if that came first, without throwing', async () => {
    const { page, console: messages } = await host.visit(
      { body: `<script src="${officialSrc}"></script>`, script: 'mount();' },
      { prepare: (page) => serveOfficial(page, 'works') },
    );
    await page.frameLocator('iframe[name=chatkit]').getByLabel('Message the official AI').waitFor();
    expect(await page.locator('openai-chatkit').evaluate((chat) => 'calls' in chat)).toBe(true);
    expect(messages).toEqual([]);
  });
});

describe('the published files', () => {
  const files = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? files(join(folder, entry.name)) : [join(folder, entry.name)],
    );
  const sinks =
    /\.(innerHTML|outerHTML|srcdoc)\s*=[^=]|insertAdjacentHTML|document\.write|createContextualFragment|setHTMLUnsafe|parseFromString|\beval\(|new Function\b|setAttribute\((['"`])style/g;

  it('never pass a string of markup to Preact', () => {
    expect(
      files('src').filter(
        (file) => !file.includes('.test.') && readFileSync(file, 'utf8').includes('dangerouslySetInnerHTML'),
      ),
    ).toEqual([]);
  });

  it.each(['src/chatkit', 'src/protocol'])('turn no text into markup or code in %s', (folder) => {
    const found = files(folder)
      .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(sinks)].map(([sink]) => `${file}: ${sink}`));
    expect(found).toEqual([]);
  });

  it('as built turn no text into markup, except in unused code of Preact and temml', () => {
    const opening = ['dock', 'chatkit-view'].map((name) => `dist/modules/${name}.js`);
    const found = ['dist/chatkit.js', ...opening, ...files('dist/modules/chunks')].flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(sinks)].map(
        ([sink]) => `${file.replace(/-[\w-]{8}\.js$/, '.js')}: ${sink}`,
      ),
    );
    const temml = 'dist/modules/chunks/math.js: setAttribute(`style';
    // The minifier names the variable.
    const preact: unknown = expect.stringMatching(/^dist\/modules\/(dock|chatkit-view)\.js: \.innerHTML=\w$/);
    // The file of the dock and that of the element have chunks of their own.
    expect(found.toSorted()).toEqual([preact, ...Array<string>(6).fill(temml), preact]);
  });
});
