/**
 * A part of the chat whose code does not load shows its own error, the other parts work, and "Try again" works once the
 * network is back.
 */
import { existsSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { launch } from 'puppeteer-core';
import { describe, expect, it } from 'vitest';
import {
  assistantItem,
  begun,
  dockPage,
  done,
  FAULT,
  field,
  focusedName,
  say,
  setUpElementHost,
  widgetItem,
} from '../../harness/pages/element-host.ts';
import { recordSpeech, spokenIn } from '../../harness/browsers/screen-reader.ts';

const host = setUpElementHost();

describe('code that fails to load', () => {
  it('the chat itself: shows an error in its place, and loads on retry', async () => {
    host.lost = /chatkit-view/;
    const { page } = await host.visit();
    await page.getByRole('alert').getByText('couldn’t load').waitFor();
    host.lost = null;
    await page.getByRole('button', { name: 'Try again' }).click();
    await field(page).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  it('the history: shows an error over the thread, which can be closed or retried', async () => {
    host.threads.set('thr_9', { id: 'thr_9', title: 'An older talk', items: [] });
    const { page } = await host.visit();
    await field(page).waitFor();
    host.lost = /History-/;
    await page.getByRole('button', { name: 'Conversation history' }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'couldn’t load' });
    await alert.waitFor();
    const { y, height } = (await alert.boundingBox()) ?? { y: -1, height: 0 };
    expect(y).toBeGreaterThanOrEqual(0);
    expect(y + height).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
    await page.getByRole('button', { name: 'Back to chat' }).click();
    await expect.poll(() => focusedName(page), { timeout: 20_000 }).toBe('Message the AI');
    await page.keyboard.type('still here');
    await expect.poll(() => field(page).textContent()).toBe('still here');

    await page.getByRole('button', { name: 'Conversation history' }).click();
    await alert.waitFor();
    host.lost = null;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'An older talk', exact: true }).waitFor();
  });
  it('a widget: shows an error in its place, keeps the answer, and renders on retry', async () => {
    const { page } = await host.visit();
    await field(page).waitFor();
    host.lost = /widget-parts-/;
    const turn = await say(page, host, 'my parcel?');
    turn.send(
      ...begun('my parcel?'),
      done(assistantItem('msg_2', 'Here it is.')),
      done(widgetItem('wid_1', { type: 'Card', children: [{ type: 'Text', value: 'Out for delivery' }] })),
    );
    turn.end();
    await page.getByRole('alert').getByText('couldn’t load').waitFor();
    await page.getByText('Here it is.').first().waitFor();
    host.lost = null;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('Out for delivery').waitFor();
    await expect.poll(() => focusedName(page), { timeout: 20_000 }).toBe('Message the AI');
  });

  it('a chart: loads only when there is one; shows an error in its place and draws on retry', async () => {
    const { page } = await host.visit();
    const fetched: string[] = [];
    page.on('request', (request) => fetched.push(request.url()));
    await field(page).waitFor();
    host.lost = /ChartView-/;
    const turn = await say(page, host, 'how many?');
    turn.send(
      ...begun('how many?'),
      done(widgetItem('wid_1', { type: 'Card', children: [{ type: 'Text', value: 'One moment' }] })),
    );
    await page.getByText('One moment').waitFor();
    expect(fetched.filter((url) => /Chart/.test(url))).toEqual([]);
    const chart = {
      type: 'Chart',
      data: [{ day: 'Mon', visitors: 3 }],
      xAxis: 'day',
      series: [{ type: 'bar', dataKey: 'visitors', label: 'Visitors' }],
    };
    turn.send(done(widgetItem('wid_2', { type: 'Card', children: [{ type: 'Text', value: 'Today' }, chart] })));
    turn.end();
    await page.getByRole('alert').getByText('couldn’t load').waitFor();
    await page.getByText('Today').waitFor();
    host.lost = null;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('slider', { name: 'Chart: Visitors' }).waitFor();
  });

  it('a notice: is text until the code that draws it has loaded', async () => {
    const { page } = await host.visit();
    await field(page).waitFor();
    host.lost = /Notice-/;
    const turn = await say(page, host, 'my parcel?');
    turn.send(...begun('my parcel?'), {
      type: 'notice',
      level: 'danger',
      title: 'Delayed',
      message: 'It is **late**.',
    });
    await page.getByRole('alert').getByText('Delayed It is **late**.').waitFor();
    host.lost = null;
    await page.getByRole('alert').locator('strong', { hasText: 'late' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(1);
    turn.end();
  });

  it('announcements for screen readers: come at the next change, once their code has loaded', async () => {
    host.lost = /speech-/;
    const { page } = await host.visit({ before: recordSpeech });
    const turn = await say(page, host, 'hello');
    turn.send(...begun('hello'), done(assistantItem('msg_2', 'Hello to you.')));
    turn.end();
    await page.getByText('Hello to you.').first().waitFor();
    const ofTurn = async () => (await spokenIn(page)).filter((line) => /sent|Hello/.test(line));
    expect(await ofTurn()).toEqual([]);
    host.lost = null;
    const change = async () => {
      await page.keyboard.type('x');
      return ofTurn();
    };
    await expect
      .poll(change, { timeout: 20_000, interval: 500 })
      .toEqual(['status: Message sent.', 'status: Hello to you.']);
  });

  it('actions of widgets: the visitor is told, and the next press sends one', async () => {
    const { page } = await host.visit();
    await field(page).waitFor();
    host.lost = /more-requests-/;
    const turn = await say(page, host, 'my parcel?');
    const button = { type: 'Button', label: 'Track it', onClickAction: { type: 'track' } };
    turn.send(...begun('my parcel?'), done(widgetItem('wid_1', { type: 'Card', children: [button] })));
    turn.end();
    const track = page.getByRole('button', { name: 'Track it' });
    await track.click();
    await page.locator('.toasts').getByText('Part of the chat couldn’t load').waitFor();
    host.lost = null;
    const next = host.nextTurn();
    await track.click();
    const { type, params } = await next;
    expect([type, params]).toEqual(['threads.custom_action', expect.objectContaining({ item_id: 'wid_1' })]);
    (await next).end();
  });

  it('a tool of the page: the answer fails as without a connection, and a retry runs the tool', async () => {
    const { page } = await host.visit({
      script: `mount({ onClientTool: ({ name }) => ({ ran: name }) });`,
    });
    await field(page).waitFor();
    host.lost = /more-requests-/;
    const call = { type: 'client_tool_call', id: 'tool_1', thread_id: 'thr_1', created_at: '2026-11-22T10:00:00Z' };
    const events = [
      ...begun('where am I?'),
      done({ ...call, status: 'pending', call_id: 'call_1', name: 'locate', arguments: {} }),
    ];
    const turn = await say(page, host, 'where am I?');
    turn.send(...events);
    turn.end();
    const retry = page.getByRole('button', { name: 'Try again' });
    await retry.waitFor();
    host.lost = null;
    await retry.click();
    const second = await host.nextTurn();
    expect(second.type).toBe('threads.retry_after_item');
    second.send(...events);
    second.end();
    const { type, params } = await host.nextTurn();
    expect([type, params['result']]).toEqual(['threads.add_client_tool_output', { ran: 'locate' }]);
  });

  it("the composer's tools: typing and sending work without them", async () => {
    host.lost = /Tools-/;
    const { page } = await host.visit({
      script: `mount({ composer: { tools: [{ id: 'search', label: 'Search', icon: 'search', pinned: true }] } });`,
    });
    await page.getByRole('alert').getByText('couldn’t load').waitFor();
    const turn = await say(page, host, 'hello');
    turn.send(...begun('hello'), done(assistantItem('msg_2', 'Hello to you.')));
    turn.end();
    await page.getByText('Hello to you.').first().waitFor();
    host.lost = null;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Search' }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
  });
});

describe('the code that adds files', () => {
  const visit = async () => {
    const { page } = await host.visit({
      script: 'mount({ composer: { attachments: { enabled: true } } });',
    });
    await field(page).waitFor();
    return page;
  };
  const textFile = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from('text') });
  const choose = (page: Page, ...names: string[]) =>
    page.locator('input[type=file]').setInputFiles(names.map((name) => textFile(name)));
  const pasteAndDrop = (page: Page) =>
    field(page).evaluate((editor) => {
      const dataOf = (name: string) => {
        const data = new DataTransfer();
        data.items.add(new File(['text'], name, { type: 'text/plain' }));
        return data;
      };
      const how = { bubbles: true, cancelable: true, composed: true };
      editor.dispatchEvent(new ClipboardEvent('paste', { ...how, clipboardData: dataOf('pasted.txt') }));
      editor.dispatchEvent(new DragEvent('drop', { ...how, dataTransfer: dataOf('dropped.txt') }));
    });
  const chips = (page: Page) => page.getByRole('list', { name: 'Attached files' }).getByRole('listitem');

  it('fails to load: each file stays with the reason, Try again and Remove', async () => {
    host.lost = /add-files-/;
    const page = await visit();
    await choose(page, 'chosen.txt');
    await pasteAndDrop(page);
    await expect.poll(() => chips(page).count(), { timeout: 20_000 }).toBe(3);
    for (const name of ['chosen.txt', 'pasted.txt', 'dropped.txt']) {
      const chip = chips(page).filter({ hasText: name });
      await chip.getByText('couldn’t load').waitFor();
      await chip.getByRole('button', { name: `Try again: ${name}` }).waitFor();
    }
    expect(await page.locator('.toasts').count()).toBe(0);
    const announced = page.locator('[aria-live=polite] p').filter({ hasText: 'couldn’t load' });
    expect(await announced.count()).toBe(1);
    await page.getByRole('button', { name: 'Remove dropped.txt' }).click();
    expect(await chips(page).count()).toBe(2);
    host.lost = null;
    for (const name of ['pasted.txt', 'chosen.txt'])
      await page.getByRole('button', { name: `Try again: ${name}` }).click();
    await expect.poll(() => page.getByRole('progressbar').count(), { timeout: 20_000 }).toBe(0);
    expect(await chips(page).allInnerTexts()).toEqual(['chosen.txt', 'pasted.txt']);
    await field(page).click();
    await page.keyboard.press('Enter');
    const { params } = await host.nextTurn();
    expect(params['input']).toMatchObject({ attachments: ['file_1', 'file_1'] });
  });

  it('fails to load together with the list: the list offers a retry, then each file does', async () => {
    host.lost = /add-files-|Attachments-/;
    const page = await visit();
    await choose(page, 'a.txt', 'b.txt');
    await page.getByRole('alert').getByText('couldn’t load').waitFor();
    host.lost = null;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('button', { name: 'Try again: a.txt' }).click();
    await page.getByRole('button', { name: 'Try again: b.txt' }).click();
    await expect.poll(() => chips(page).allInnerTexts(), { timeout: 20_000 }).toEqual(['a.txt', 'b.txt']);
  });

  it('loads slowly: the files show at once, hold the message back, and can be removed', async () => {
    const page = await visit();
    const release = Promise.withResolvers<void>();
    await page.route('**/add-files-*', (route) => release.promise.then(() => route.continue()));
    await field(page).click();
    await page.keyboard.type('Look');
    await choose(page, 'a.txt', 'b.txt');
    await page.getByRole('progressbar', { name: 'Uploading a.txt' }).waitFor();
    expect(await page.getByRole('button', { name: 'Send message' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Remove a.txt' }).click();
    host.requests.splice(0);
    release.resolve();
    await expect.poll(() => page.getByRole('progressbar').count(), { timeout: 20_000 }).toBe(0);
    expect(await chips(page).allInnerTexts()).toEqual(['b.txt']);
    expect(host.requests.filter((type) => type === 'attachments.create')).toHaveLength(1);
  });
});

describe('code that loads but throws', () => {
  /** The lines of the console, once it has the error itself. */
  const faultsIn = async (lines: readonly string[]) => {
    await expect.poll(() => lines, { timeout: 20_000 }).toContain(`page error: ${FAULT}`);
    return lines;
  };

  it('while a message is sent: the connection is not blamed, and the message is kept', async () => {
    host.broken = /answer-/;
    const { page, console: lines } = await host.visit();
    await field(page).click();
    await page.keyboard.type('hello');
    await page.keyboard.press('Enter');
    const alert = page.getByRole('alert').filter({ hasText: 'Something went wrong' });
    await alert.waitFor();
    expect(await page.getByText('connect').count()).toBe(0);
    await page.getByText('hello', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'Try again' }).waitFor();
    expect(await faultsIn(lines)).toHaveLength(1);
  });

  it('while an answer arrives: what has arrived stays', async () => {
    const { page, console: lines } = await host.visit();
    await field(page).waitFor();
    const turn = await say(page, host, 'hello');
    turn.send(...begun('hello'), done(assistantItem('msg_2', 'Hello to you.')));
    await page.getByText('Hello to you.').first().waitFor();
    await page.evaluate((fault) => {
      TextDecoder.prototype.decode = () => {
        throw new TypeError(fault);
      };
    }, FAULT);
    turn.send(done(assistantItem('msg_3', 'And goodbye.')));
    await page.getByRole('alert').filter({ hasText: 'Something went wrong' }).waitFor();
    expect(await page.getByText('Hello to you.').first().isVisible()).toBe(true);
    expect(await page.getByText('connect').count()).toBe(0);
    expect(await faultsIn(lines)).toHaveLength(1);
  });

  it('in a view: its error does not blame the connection, and the rest works', async () => {
    host.broken = /History-/;
    const { page, console: lines } = await host.visit();
    await field(page).waitFor();
    await page.getByRole('button', { name: 'Conversation history' }).click();
    await page.getByRole('alert').filter({ hasText: 'Something went wrong' }).waitFor();
    expect(await page.getByText('connection').count()).toBe(0);
    expect(await faultsIn(lines)).toHaveLength(1);
    await page.getByRole('button', { name: 'Back to chat' }).click();
    await expect.poll(() => focusedName(page), { timeout: 20_000 }).toBe('Message the AI');
  });

  it('after a press: a toast says so', async () => {
    host.broken = /more-requests-/;
    const { page, console: lines } = await host.visit();
    await field(page).waitFor();
    const turn = await say(page, host, 'my parcel?');
    const button = { type: 'Button', label: 'Track it', onClickAction: { type: 'track' } };
    turn.send(...begun('my parcel?'), done(widgetItem('wid_1', { type: 'Card', children: [button] })));
    turn.end();
    await page.getByRole('button', { name: 'Track it' }).click();
    await page.locator('.toasts').getByText('Something went wrong').waitFor();
    expect(await faultsIn(lines)).toHaveLength(1);
  });

  it('in the dock: the owner finds the error in the console', async () => {
    host.broken = /HeaderMenu-/;
    const { page, console: lines } = await host.visit(dockPage());
    await page.getByRole('button', { name: /^Open chat/ }).click();
    await page.getByRole('button', { name: 'More options' }).click();
    await page.getByRole('alert').waitFor();
    expect(await faultsIn(lines)).toHaveLength(1);
  });
});

const firefox = [
  process.env['FIREFOX_PATH'],
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
].find((path) => path && existsSync(path));

describe.runIf(firefox)('in Firefox, which caches a failed import by its address', () => {
  it('the history loads on retry', async () => {
    host.threads.set('thr_9', { id: 'thr_9', title: 'An older talk', items: [] });
    const fox = await launch({ browser: 'firefox', executablePath: firefox ?? '', headless: true });
    const page = await fox.newPage();
    const press = async (name: string) => {
      const button = await page.waitForSelector(`>>> ${name}`, { timeout: 20_000 });
      await button?.evaluate((element) => (element as HTMLElement).click());
    };
    await page.goto(host.addPage({}));
    await page.waitForSelector('>>> [role=textbox]');
    host.lost = /History-/;
    await press('[aria-label="Conversation history"]');
    await page.waitForSelector('>>> [role=alert]');
    host.lost = null;
    await press('[role=alert] button');
    const row = await page.waitForSelector('>>> .history-title', { timeout: 20_000 });
    expect(await row?.evaluate((element) => element.textContent)).toBe('An older talk');
    await fox.close();
  });
});
