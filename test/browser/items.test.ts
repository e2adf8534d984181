/** Streamed items while they arrive and when they are complete. */
import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import {
  added,
  assistantItem,
  at,
  done,
  firstTurn,
  renderChat,
  thread,
  userItem,
} from '../harness/chat/render-chat.ts';

const common = (id: string) => ({ id, thread_id: 'thr_1', created_at: at });
const updated = (item_id: string, update: object) => ({ type: 'thread.item.updated', item_id, update });
const pixel = (colour: string) => `data:image/gif;base64,R0lGODlhAQABAIAA${colour}AAACwAAAAAAQABAAACAkQBADs=`;

/** A chat in which the first turn is streaming. */
async function duringTurn(given: Parameters<typeof renderChat>[0] = {}) {
  const chat = await renderChat(given);
  const turn = await chat.say('hello');
  turn.send(...firstTurn('hello'));
  await chat.logs('hello');
  return { chat, turn };
}

describe('a generated image', () => {
  it('shows a placeholder, then each partial image with progress, then the image [P091 E118]', async () => {
    const { chat, turn } = await duringTurn();
    const image = () => chat.root().querySelector<HTMLImageElement>('figure img');
    const progress = () => chat.root().querySelector<HTMLProgressElement>('figure progress');
    turn.send(added({ ...common('i'), type: 'generated_image' }));
    await expect.poll(progress).not.toBeNull();
    expect(image()).toBeNull();
    turn.send(
      updated('i', { type: 'generated_image.updated', image: { id: 'p', url: pixel('MzMzM') }, progress: 0.25 }),
    );
    await expect.poll(() => [image()?.src, progress()?.value]).toEqual([pixel('MzMzM'), 0.25]);
    turn.send(
      updated('i', { type: 'generated_image.updated', image: { id: 'p', url: pixel('AAAAA') }, progress: 0.75 }),
    );
    await expect.poll(() => [image()?.src, progress()?.value]).toEqual([pixel('AAAAA'), 0.75]);
    turn.send(done({ ...common('i'), type: 'generated_image', image: { id: 'f', url: pixel('DNm/w') } }));
    await expect.poll(() => [image()?.src, progress()]).toEqual([pixel('DNm/w'), null]);
    turn.end();
  });
});

describe('a notice', () => {
  it.each(['info', 'warning', 'danger'])(
    'shows its title, its message as Markdown, and its level, %s [P095 E127]',
    async (level) => {
      const { chat, turn } = await duringTurn();
      turn.send({ type: 'notice', level, title: 'Slow today', message: 'Answers may take **longer**.' });
      await chat.shows('Slow today');
      await expect.poll(() => chat.root().querySelector('.notice')?.textContent).toContain('Answers may take longer.');
      const notice = chat.root().querySelector('.notice');
      expect(notice?.getAttribute('data-level')).toBe(level);
      expect([...(notice?.querySelectorAll('strong') ?? [])].map(({ textContent }) => textContent)).toContain('longer');
      turn.end();
    },
  );
});

describe('a workflow', () => {
  it('distinguishes a summary with a title from one with a duration [P100]', async () => {
    const { chat, turn } = await duringTurn();
    const workflow = (id: string, summary: object) =>
      done({ ...common(id), type: 'workflow', workflow: { type: 'reasoning', tasks: [], summary, expanded: false } });
    turn.send(workflow('w1', { title: 'Compared the offers', icon: 'search' }), workflow('w2', { duration: 7 }));
    turn.end();
    await chat.logs('Compared the offers');
    const heads = [...chat.root().querySelectorAll('.workflow-head')].map(({ textContent }) => textContent);
    expect(heads).toHaveLength(2);
    expect(heads[1]).toMatch(/\b7\b/);
  });

  it('reasoning below one second shows no duration, and nothing at all without steps', async () => {
    const { chat, turn } = await duringTurn();
    const workflow = (id: string, tasks: object[]) =>
      done({
        ...common(id),
        type: 'workflow',
        workflow: { type: 'reasoning', tasks, summary: { duration: 0 }, expanded: false },
      });
    turn.send(workflow('w1', []), workflow('w2', [{ type: 'thought', title: null, content: 'Easy.' }]));
    turn.end();
    await chat.logs('1 step');
    const heads = [...chat.root().querySelectorAll('.workflow-head')].map(({ textContent }) => textContent);
    expect(heads).toEqual(['1 step']);
  });

  it('places tasks by index while a message streams in parallel [P084 P085 P087]', async () => {
    const { chat, turn } = await duringTurn();
    const task = (title: string) => ({ type: 'custom', title, status_indicator: 'loading' });
    turn.send(
      added({
        ...common('w'),
        type: 'workflow',
        workflow: { type: 'custom', tasks: [task('Reading')], expanded: true },
      }),
    );
    turn.send(
      updated('w', { type: 'workflow.task.added', task_index: 0, task: task('Reading') }),
      added(assistantItem('m', 'Wait. ')),
    );
    turn.send(
      updated('w', { type: 'workflow.task.added', task_index: 1, task: task('Writing') }),
      updated('w', { type: 'workflow.task.updated', task_index: 0, task: task('Read') }),
    );
    await expect
      .poll(() => [...chat.root().querySelectorAll('.tasks > li')].map(({ textContent }) => textContent?.trim()))
      .toEqual(['Read', 'Writing']);
    await chat.logs('Wait.');
    turn.end();
  });
});

describe('feedback', () => {
  it('appears when enabled and sends the ids of every item of the turn [P155 E124]', async () => {
    const items = [
      userItem('m1', 'Question'),
      { ...common('tc'), type: 'client_tool_call', status: 'completed', call_id: 'c', name: 'n', arguments: {} },
      { ...common('w'), type: 'widget', widget: { type: 'Card', children: [{ type: 'Text', value: 'A widget' }] } },
      assistantItem('m2', 'Answer'),
    ];
    const answers = { 'threads.get_by_id': thread('thr_1', { items: { data: items, has_more: false } }) };
    const chat = await renderChat({ initialThread: 'thr_1', threadItemActions: { feedback: true } }, { answers });
    await chat.logs('Answer');
    await page.getByRole('button', { name: 'Helpful', exact: true }).click();
    const feedback = await chat.next('items.feedback');
    expect(feedback.body?.params).toEqual({ thread_id: 'thr_1', item_ids: ['tc', 'w', 'm2'], kind: 'positive' });
    feedback.reply({});
  });

  it('is absent unless it is enabled [E124]', async () => {
    const answers = {
      'threads.get_by_id': thread('thr_1', {
        items: { data: [userItem('m1', 'Question'), assistantItem('m2', 'Answer')], has_more: false },
      }),
    };
    const chat = await renderChat({ initialThread: 'thr_1' }, { answers });
    await chat.logs('Answer');
    expect(page.getByRole('button', { name: 'Helpful', exact: true }).elements()).toEqual([]);
  });
});
