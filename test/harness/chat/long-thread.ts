/** A thread of many messages, as the browser tests open it. */
import { expect } from 'vitest';
import { assistantItem, renderChat, thread, userItem, type RenderOptions } from './render-chat.ts';

export const paragraph =
  'A paragraph that is long enough to take more than one line in a narrow panel, as answers do.\n\n';

/** A thread with `count` messages, newest last, served in pages. */
export function history(count: number) {
  const items = Array.from({ length: count }, (_, index) =>
    index % 2 === 0
      ? userItem(`m${index}`, `Question ${index}`, 'thr_1')
      : assistantItem(`m${index}`, `Answer **${index}**\n\n${paragraph}`, 'thr_1'),
  );
  const page = ({ after, limit, order }: { after?: string; limit?: number; order?: string }) => {
    const sorted = order === 'desc' ? items.toReversed() : items;
    const from = after ? sorted.findIndex(({ id }) => id === after) + 1 : 0;
    const data = sorted.slice(from, from + (limit ?? 20));
    return { data, has_more: from + data.length < sorted.length, after: data.at(-1)?.id };
  };
  return {
    'threads.get_by_id': () => thread('thr_1', { items: page({ limit: 20, order: 'asc' }) }),
    'items.list': page,
  };
}

/** Opens such a thread, with ways to measure and scroll it. */
export async function openThread(count: number, given: RenderOptions = {}, answers: Record<string, unknown> = {}) {
  const chat = await renderChat({ initialThread: 'thr_1', ...given }, { answers: { ...history(count), ...answers } });
  const box = () => {
    const found = chat.root().querySelector<HTMLElement>('[role="log"]');
    if (!found) throw new Error('There is no thread.');
    return found;
  };
  const row = (id: string) => chat.root().querySelector<HTMLElement>(`[data-item="${id}"]`);
  const top = (id: string) => (row(id)?.getBoundingClientRect().top ?? Number.NaN) - box().getBoundingClientRect().top;
  const content = () => box().querySelector('.thread-content')?.getBoundingClientRect().bottom ?? Number.NaN;
  const belowView = () => content() - box().getBoundingClientRect().bottom;
  const jumpButton = () => chat.root().querySelector<HTMLElement>('.latest');
  const scrollTo = async (position: number) => {
    box().scrollTop = position;
    await frames(3);
  };
  return { ...chat, box, row, top, belowView, jumpButton, scrollTo };
}

export const paragraphs = (count: number) => paragraph.repeat(count);

export const frames = async (count: number) => {
  for (let frame = 0; frame < count; frame++) await new Promise((resolve) => requestAnimationFrame(resolve));
};
/** Waits until `check` throws nothing. */
export const settled = (check: () => void) =>
  expect
    .poll(
      () => {
        check();
        return true;
      },
      { timeout: 15_000 },
    )
    .toBe(true);
