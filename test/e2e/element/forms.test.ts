/** Each form of the gallery: its accessibility tree as a file, a path through it by keyboard, and by touch. */
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { axeViolations } from '../../harness/browsers/axe.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite();

/** One state of the gallery, by itself. */
async function visitState(state: string, context: BrowserContextOptions = {}): Promise<{ page: Page; chat: Locator }> {
  const { page } = await site.visit(`${site.server.url}gallery?state=${state}&width=390`, {
    viewport: { width: 460, height: 900 },
    reducedMotion: 'reduce',
    ...context,
  });
  await page.locator('figure openai-chatkit[data-loaded]').waitFor();
  await page.waitForLoadState('networkidle');
  return { page, chat: page.locator('figure openai-chatkit') };
}

/** The name of the focused control, as a screen reader says it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    const root = active?.getRootNode();
    const labelled = (active?.getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => (root instanceof ShadowRoot ? root.getElementById(id)?.textContent : ''))
      .join(' ')
      .trim();
    const own = active instanceof HTMLInputElement ? active.labels?.[0]?.textContent : undefined;
    return (labelled || active?.getAttribute('aria-label') || own || active?.textContent || '')
      .replace(' *', '')
      .trim();
  });

it.each(['a-widget-with-every-field', 'a-widget-with-a-form', 'a-question'])(
  '%s: names, roles and states are those of the snapshot',
  async (state) => {
    const { chat } = await visitState(state);
    const form = chat.locator(state === 'a-question' ? '.questions' : '.widget-place').first();
    const tree = await form.ariaSnapshot();
    await expect(`${tree}\n`).toMatchFileSnapshot(`../../snapshots/${state}.aria.txt`);
  },
  120_000,
);

it('a form with every field is filled in and sent by keyboard alone', async () => {
  const { page, chat } = await visitState('a-widget-with-every-field');
  const sent = page.evaluate(
    () =>
      new Promise((resolve) => {
        const element = document.querySelector('figure openai-chatkit');
        element?.addEventListener('chatkit.log', ({ detail }: CustomEventInit<{ name: string; data: object }>) => {
          if (detail?.name === 'widget.action') resolve(detail.data);
        });
      }),
  );
  const { keyboard } = page;
  await chat.locator('input').first().focus();
  expect(await focused(page)).toBe('Your name');
  await keyboard.type('Ada');
  await keyboard.press('Tab');
  expect(await focused(page)).toBe('E-mail');
  await keyboard.type('ada');
  await keyboard.press('Tab');
  expect(await focused(page)).toBe('Password');
  await keyboard.type('hunter2');
  await keyboard.press('Tab');
  expect(await focused(page)).toBe('About you');
  await keyboard.press('Tab');
  expect(await focused(page)).toBe('Country');
  await keyboard.press('ArrowDown');
  await keyboard.type('eg');
  await keyboard.press('Enter');
  expect(await focused(page)).toBe('Country');
  // Past the button that empties the list.
  await keyboard.press('Tab');
  expect(await focused(page)).toBe('Clear');
  await keyboard.press('Tab');
  expect(await focused(page)).toContain('Birthday');
  await keyboard.press('Enter');
  await expect.poll(() => focused(page)).toContain('2026');
  await keyboard.press('ArrowLeft');
  await keyboard.press('Enter');
  await expect.poll(() => focused(page)).toBe('Birthday Nov 19, 2026');
  await keyboard.press('Tab');
  expect(await focused(page)).toBe('Inside');
  await keyboard.press('ArrowDown');
  expect(await focused(page)).toBe('Terrace');
  await keyboard.press('Tab');
  expect(await focused(page)).toBe('Message');
  await keyboard.press('Tab');
  expect(await focused(page)).toBe('Voucher code');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  expect(await focused(page)).toBe('Send');
  await keyboard.press('Enter');
  // Two fields are wrong: the first has the focus, and says why.
  await expect.poll(() => focused(page)).toBe('E-mail');
  expect(await chat.locator('.w-problem').allTextContents()).toEqual([
    'Enter an email address, such as name@example.com.',
    'Tick this box to continue.',
  ]);
  expect(await axeViolations(page)).toEqual([]);
  await keyboard.press('End');
  await keyboard.type('@example.com');
  await chat.getByRole('checkbox', { name: 'I accept the terms' }).focus();
  await keyboard.press('Space');
  await keyboard.press('Tab');
  await keyboard.press('Tab');
  await keyboard.press('Enter');
  expect(await sent).toMatchObject({ actionType: 'send' });
}, 120_000);

/** Fills in the focused control by keyboard, whatever it is. */
async function fillFocused(page: Page) {
  const kind = await page.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    const role = active?.getAttribute('role');
    return active instanceof HTMLInputElement
      ? active.type
      : (role ?? active?.getAttribute('aria-haspopup') ?? 'button');
  });
  const { keyboard } = page;
  if (kind === 'radio' || kind === 'checkbox') await keyboard.press('Space');
  if (kind === 'text' || kind === 'textbox') await keyboard.type('Ada');
  if (kind === 'email') await keyboard.type('ada@example.com');
  if (kind === 'combobox') {
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
  }
  if (kind === 'dialog') {
    await keyboard.press('Enter');
    await page.getByRole('grid').waitFor();
    await keyboard.press('Enter');
    await page.getByRole('grid').waitFor({ state: 'hidden' });
  }
}

it.each(['life', 'work', 'shop'])('sample forms of %s: names as labels say, filled in and sent by keyboard', async (topic) => {
  const { page, chat } = await visitState(`sample-widgets-${topic}`);
  // As high as all widgets, because a long thread draws only what is near the view.
  await page.locator('figure > .stage').evaluate((stage) => (stage.style.height = '5000px'));
  await page.evaluate(() => {
    const sent: string[] = [];
    Object.assign(window, { sent });
    document.querySelector('figure openai-chatkit')?.addEventListener('chatkit.log', ({ detail }: CustomEventInit<{ name: string; data: { itemId?: string } }>) => {
      if (detail?.name === 'widget.action') sent.push('sent');
    });
  });
  const sent = () => page.evaluate(() => (window as unknown as { sent: string[] }).sent.length);
  const forms = chat.locator('.widget-place form');
  await forms.first().waitFor();
  const trees: string[] = [];
  for (const form of await forms.all()) {
    trees.push(await form.ariaSnapshot());
    const before = await sent();
    await form.locator('input, [role=textbox], button').first().focus();
    // The last control sends it; the first wrong one would have the focus instead.
    const last = form.locator('button').last();
    for (let stop = 0; stop < 20 && !(await last.evaluate((button) => button.matches(':focus'))); stop++) {
      await fillFocused(page);
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await expect.poll(sent, { message: (await form.getAttribute('aria-label')) ?? '' }).toBe(before + 1);
  }
  await expect(`${trees.join('\n')}\n`).toMatchFileSnapshot(`../../snapshots/sample-forms-${topic}.aria.txt`);
}, 60_000); // prettier-ignore

it('a touch screen has the pickers of the platform', async () => {
  const { chat } = await visitState('a-widget-with-every-field', { hasTouch: true, isMobile: true });
  const country = chat.getByLabel('Country');
  expect(await country.evaluate(({ tagName }) => tagName)).toBe('SELECT');
  await country.selectOption({ label: 'Germany – Delivery in two days' });
  expect(await chat.getByLabel('Birthday').getAttribute('type')).toBe('date');
  expect(await chat.getByLabel('Birthday').getAttribute('max')).toBe('2026-11-20');
}, 120_000);
