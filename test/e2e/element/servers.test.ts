/** The built element with ChatKit servers that other people wrote. */
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  added,
  assistantItem,
  begun,
  delta,
  done,
  say,
  setUpElementHost,
  userItem,
  widgetItem,
} from '../../harness/pages/element-host.ts';

const host = setUpElementHost();
const answers = (page: Page) => page.locator('.assistant-message .ck-md').allInnerTexts();
const open = async () => (await host.visit({ script: 'mount();' })).page;

it('shows every answer of a server that gives all the same id', async () => {
  const page = await open();
  const first = await say(page, host, 'One?');
  first.send(...begun('One?'), added(assistantItem('__fake_id__')), delta('__fake_id__', 'First.'));
  first.send(done(assistantItem('__fake_id__', 'First.')));
  first.end();
  await expect.poll(() => answers(page)).toEqual(['First.']);
  const second = await say(page, host, 'Two?');
  second.send(done(userItem('msg_2', 'Two?')), added(assistantItem('__fake_id__')), delta('__fake_id__', 'Second.'));
  second.send(done(assistantItem('__fake_id__', 'Second.')));
  second.end();
  await expect.poll(() => answers(page)).toEqual(['First.', 'Second.']);
});

it('reads times that are numbers', async () => {
  const page = await open();
  const turn = await say(page, host, 'When?');
  turn.send(...begun('When?'), done({ ...assistantItem('msg_2', 'Now.'), created_at: 1_767_323_045 }));
  turn.end();
  await expect.poll(() => answers(page)).toEqual(['Now.']);
  expect(await page.evaluate('errors')).toEqual([]);
});

const recorded = JSON.parse(
  readFileSync(new URL('../../fixtures/other-chatkit-servers.json', import.meta.url), 'utf8'),
) as { streams: Record<string, { turns: { type: string; item?: { type: string } }[][] }> };

it.each(Object.entries(recorded.streams))('never removes what it has shown: %s', async (_name, { turns }) => {
  const page = await open();
  for (const events of turns) {
    await page.evaluate(`window.shown = []; new MutationObserver(() => {
      const text = [...document.querySelector('openai-chatkit').shadowRoot.querySelectorAll('.assistant-message .ck-md')].map((node) => node.textContent).join('|');
      if (text !== shown.at(-1)) shown.push(text);
    }).observe(document.querySelector('openai-chatkit').shadowRoot, { subtree: true, childList: true, characterData: true });`);
    const turn = await say(page, host, 'go');
    for (const event of events) {
      turn.send(event);
      await page.evaluate(() => new Promise(requestAnimationFrame));
    }
    turn.end();
    await page.getByRole('button', { name: 'Send message', exact: true }).waitFor();
    const shown = await page.evaluate<string[]>('shown');
    const taken = shown.filter((text, index) => !text.startsWith(shown[index - 1] ?? ''));
    expect(taken).toEqual([]);
  }
  expect(await page.evaluate('errors')).toEqual([]);
  await expect.poll(async () => (await answers(page)).join('')).toMatch(/friend|One|^$/);
});

it('sends the fields of a form that its button submits, by their dotted names', async () => {
  const page = await open();
  const turn = await say(page, host, 'A form, please');
  const widget = {
    type: 'Card',
    children: [
      {
        type: 'Form',
        onSubmitAction: { type: 'settings.apply', payload: null, handler: 'server', loadingBehavior: 'auto' },
        children: [
          { type: 'Textarea', name: 'settings.domain', rows: 1, placeholder: 'abc' },
          { type: 'Input', name: 'settings.site', placeholder: 'site' },
          {
            type: 'Select',
            name: 'settings.level',
            options: [
              { label: 'Level 1', value: '1' },
              { label: 'Level 2', value: '2' },
            ],
            defaultValue: '2',
          },
          { type: 'Button', label: 'Apply', submit: true },
        ],
      },
    ],
  };
  turn.send(...begun('A form, please'), done(widgetItem('wid_1', widget)));
  turn.end();
  await page.getByPlaceholder('abc').fill('shop.example');
  await page.getByPlaceholder('site').fill('main');
  await page.getByRole('button', { name: 'Apply' }).click();
  const { type, params } = await host.nextTurn();
  expect({ type, action: params['action'] }).toMatchObject({
    type: 'threads.custom_action',
    action: { type: 'settings.apply', payload: { settings: { domain: 'shop.example', site: 'main', level: '2' } } },
  });
});
