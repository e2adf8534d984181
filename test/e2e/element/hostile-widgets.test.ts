/** Hostile widget trees in a real thread: it stays usable, no script runs, nothing is fetched or drawn outside. */
import { expect, it } from 'vitest';
import { setUpElementHost, userItem, widgetItem } from '../../harness/pages/element-host.ts';
import { extremes, hostileTrees, HOSTILE_HOST } from '../../harness/hostile/hostile-widgets.ts';
import { inLongRun } from '../../harness/long-run.ts';
import type { Visitor } from '../../harness/browsers/visitor.ts';

const host = setUpElementHost();

const BATCH = 50;
const batches = inLongRun(100, 1);

/** Shows trees as the widgets of one thread and presses what can be pressed. Returns what is wrong. */
async function tryTrees({ page, requests }: Visitor, trees: readonly object[], name: string): Promise<string[]> {
  host.threads.set(name, {
    id: name,
    title: name,
    items: [userItem('m_1', 'Show me'), ...trees.map((tree, index) => widgetItem(`w_${index}`, tree)), userItem('m_2', `The end of ${name}`)],
  }); // prettier-ignore
  // An action of the trees before may still be running: its turn ends at once, but not before this call.
  await expect
    .poll(() =>
      page
        .locator('openai-chatkit')
        .evaluate(
          (chat, id) =>
            (chat as unknown as { setThreadId(id: string): Promise<void> }).setThreadId(id).then(() => 'open', String),
          name,
        ),
    )
    .toBe('open');
  await page.locator('header').getByText(name, { exact: true }).waitFor();
  await page.locator('.widget-place').first().waitFor({ state: 'attached' });
  const wrong = await page.evaluate(async () => {
    const found: string[] = [];
    const chat = document.querySelector('openai-chatkit');
    const root = chat?.shadowRoot;
    const log = root?.querySelector<HTMLElement>('[role=log]');
    if (!root || !log) return ['There is no thread.'];
    const edge = log.getBoundingClientRect();
    // From top to bottom, so that every widget is drawn once; a long thread draws what is near the view.
    for (let top = 0; top < Math.min(log.scrollHeight, 60_000); top += log.clientHeight) {
      log.scrollTop = top;
      await new Promise(requestAnimationFrame);
    }
    const widgets = [...root.querySelectorAll<HTMLElement>('.widget-place > .widget')];
    for (const button of root.querySelectorAll<HTMLElement>('.widget :is(button, [role=button], input)'))
      button.click();
    await new Promise(requestAnimationFrame);
    // A field that asks for the focus may hold the view in the middle of the thread.
    const isAtEnd = () => [...root.querySelectorAll('.bubble')].at(-1)?.textContent?.startsWith('The end of') === true;
    for (let frame = 0; frame < 600 && !isAtEnd(); frame++) {
      log.scrollTop = log.scrollHeight;
      await new Promise(requestAnimationFrame);
    }
    if (!isAtEnd()) found.push('The last message cannot be reached.');
    if ((window as { hostileRan?: boolean }).hostileRan) found.push('A script ran.');
    if (({} as { hostile?: unknown }).hostile !== undefined) found.push('The prototype of all objects has changed.');
    if (widgets.length === 0) found.push('No widget is drawn.');
    if (log.scrollWidth > log.clientWidth + 1) found.push('The thread scrolls sideways.');
    for (const widget of widgets) {
      const { left, right } = widget.getBoundingClientRect();
      if (left < edge.left - 6 || right > edge.right + 6) found.push('A widget is wider than the thread.');
      if (getComputedStyle(widget).overflow !== 'clip')
        found.push(
          `A widget does not clip what leaves it: ${getComputedStyle(widget).overflow} ${widget.outerHTML.slice(0, 200)}`,
        );
    }
    // The elements under the middle of the composer and of the header belong to them.
    for (const part of root.querySelectorAll('.foot, header')) {
      const { left, top, width, height } = part.getBoundingClientRect();
      const hit = root.elementFromPoint(left + width / 2, top + height / 2);
      if (hit?.closest('.widget')) found.push(`A widget covers the ${part.className || part.tagName}.`);
    }
    return [...new Set(found)];
  });
  const fetched = requests.filter((request) => new URL(request.split(' ')[1] ?? '').hostname === HOSTILE_HOST);
  // An image of a widget is the one thing that a server may have fetched from elsewhere.
  return [...wrong, ...fetched.filter((request) => !request.endsWith('/pixel.png'))];
}

/** Ends every turn that an action begins. */
async function endTurns(): Promise<never> {
  for (;;) (await host.nextTurn()).end();
}
void endTurns();

const visit = () => host.visit({ script: 'mount({ history: { enabled: true } });' });

it(
  `${batches * BATCH} generated trees: the thread is usable, and no script runs`,
  async () => {
    const visitor = await visit();
    const seed = Date.now() % 1e9;
    for (let batch = 0; batch < batches; batch++) {
      const trees = hostileTrees(BATCH, seed + batch);
      expect(await tryTrees(visitor, trees, `thr_${batch}`), `seed ${seed + batch}`).toEqual([]);
      // One that cannot be drawn says so in its place, and the others are there.
      const failed = await visitor.page.locator('openai-chatkit .failure').allTextContents();
      expect(failed, `seed ${seed + batch}`).toEqual([]);
    }
    await visitor.page.getByRole('textbox', { name: 'Message the AI' }).fill('still here');
    expect(visitor.console.filter((line) => line.startsWith('page error'))).toEqual([]);
  },
  inLongRun(1_200_000, 90_000),
);

it.each(extremes.map((tree, index) => [index, tree] as const))(
  'a tree of an extreme shape (%i): the thread is usable',
  async (index, tree) => {
    const visitor = await visit();
    expect(await tryTrees(visitor, [tree], `thr_x${index}`)).toEqual([]);
    await visitor.page.getByRole('textbox', { name: 'Message the AI' }).fill('still here');
  },
  60_000,
);
