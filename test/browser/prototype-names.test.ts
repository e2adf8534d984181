/** Names from a server, a model or the page that every object has: `constructor` is not an icon, a task or an item. */
import { expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { PROTOTYPE_NAMES } from '../harness/hostile/prototype-names.ts';
import { assistantItem, at, renderChat, thread, userItem } from '../harness/chat/render-chat.ts';

/** A thread in which every name is this one. */
function threadOf(name: string) {
  const item = (id: string, more: object) => ({ id, thread_id: name, created_at: at, ...more });
  const widget = {
    type: 'Card',
    size: name,
    padding: name,
    background: name,
    status: { text: 'Status', icon: name },
    confirm: { label: 'Confirm', action: { type: name, payload: {} } },
    children: [
      { type: name, id: name, key: name, children: [] },
      { type: 'Icon', name, color: name, size: name },
      { type: 'Text', value: 'A text', color: name, size: name, weight: name, textAlign: name },
      { type: 'Title', value: 'A title', size: name, weight: name },
      { type: 'Badge', label: 'A badge', color: name, variant: name, size: name },
      { type: 'Box', align: name, justify: name, radius: name, border: { size: 1, color: name, style: name } },
      { type: 'Button', label: 'Press', iconStart: name, color: name, onClickAction: { type: name, handler: name } },
      { type: 'Input', name, inputType: name, placeholder: 'A field' },
      { type: 'Select', name, options: [{ value: name, label: 'A choice' }] },
      {
        type: 'Chart',
        data: [{ day: name, n: 1 }],
        series: [{ type: name, dataKey: name, color: name, curveType: name }],
        xAxis: { dataKey: 'day', labels: {} },
      },
    ],
  };
  const data = [
    item('question', { ...userItem('question', ''), thread_id: name, content: [{ type: 'input_tag', id: name, text: 'A tag', data: {}, group: name }] }),
    { ...assistantItem(name, `\`\`\`${name}\nx = 1\n\`\`\`\n\n[^${name}]: note\n\n[${name}] [^${name}] $\\${name}$`), thread_id: name },
    item('image', { type: 'generated_image' }),
    item('work', { type: 'workflow', workflow: { type: 'custom', expanded: true, summary: { title: 'Work', icon: name }, tasks: [{ type: 'web_search', title: 'A search', queries: [name], sources: [{ type: 'url', url: 'https://a.example', title: name }] }, { type: 'custom', title: 'Another', icon: name, status_indicator: 'none' }] } }),
    item('form', { type: 'widget', widget }),
    item('unknown', { type: name }),
  ]; // prettier-ignore
  return thread(name, {
    title: name,
    items: { data: data.map((one) => ({ ...one, thread_id: name })), has_more: false },
  });
}

it.each(PROTOTYPE_NAMES)('draws a thread in which everything is named %s', async (name) => {
  const answers = {
    'threads.get_by_id': threadOf(name),
    'threads.list': { data: [{ ...threadOf(name), items: undefined }], has_more: false },
  };
  const chat = await renderChat(
    {
      initialThread: name,
      locale: name as 'en',
      theme: { radius: name as 'pill', density: name as 'normal' },
      threadItemActions: { feedback: true, retry: true },
      composer: {
        attachments: { enabled: true, maxSize: 1000 },
        tools: [{ id: name, label: 'Search', icon: name as 'search' }],
        models: [{ id: name, label: 'Fast', default: true }],
      },
      startScreen: { prompts: [{ label: 'A start', prompt: 'x', icon: name as 'cube' }] },
    },
    { answers },
  );
  for (const text of ['A tag', 'x = 1', 'Work', 'Another', 'A text', 'A title', 'A badge', 'Press'])
    await chat.logs(text);
  await expect.poll(() => chat.root().querySelector('[role="log"] pre')?.textContent).toBe('x = 1\n');
  expect(chat.root().querySelector('.root')?.textContent).not.toMatch(/native code|\[object/);
  expect(chat.root().querySelector('.unsent')).toBeNull();
  expect(chat.errors()).toEqual([]);
});

it.each(PROTOTYPE_NAMES)('asks a question with the id %s, and sends its answer', async (name) => {
  const questions = { type: 'structured_input', id: name, thread_id: name, created_at: at, status: 'pending', inputs: [
    { type: 'freeform', id: name, question: 'Which one?' },
    { type: 'multiple_choice', id: 'other', question: 'And then?', options: [{ value: name }], multiple: false },
  ] }; // prettier-ignore
  const answers = { 'threads.get_by_id': thread(name, { items: { data: [questions], has_more: false } }) };
  const chat = await renderChat({ initialThread: name }, { answers });
  await chat.shows('Which one?');
  const field = () => chat.root().querySelector<HTMLTextAreaElement>('form textarea, form input');
  expect(field()?.value).toBe('');
  field()?.focus();
  await userEvent.keyboard('The red one');
  await chat.button('Next').click();
  await chat.shows('And then?');
  await chat.button('Send answers').click();
  const { body } = await chat.next('threads.add_structured_input');
  expect(JSON.stringify(body?.params)).toContain(`"${name}":{"values":["The red one"],"skipped":false}`);
});
