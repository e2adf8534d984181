/** Tooltips, for the pointer and for the keyboard. */
import { expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { pass, useQuickClock } from '../../../../test/harness/chat/quick-clock.ts';
import { renderChat, type Chat } from '../../../../test/harness/chat/render-chat.ts';

const history = { 'threads.list': { data: [], has_more: false } };
const tips = (chat: Chat) => [...chat.root().querySelectorAll('.tip')].map(({ textContent }) => textContent);
const button = (chat: Chat) => chat.button('Conversation history');

async function open() {
  const chat = await renderChat({}, { answers: history });
  await chat.type('x');
  // The code of tooltips loads after the chat.
  await expect.poll(() => chat.root().adoptedStyleSheets.some(hasTips)).toBe(true);
  return chat;
}

const hasTips = (sheet: CSSStyleSheet) => [...sheet.cssRules].some(({ cssText }) => cssText.startsWith('.tip'));

it('no control has a title, which keyboards cannot reach', async () => {
  const chat = await open();
  expect([...chat.root().querySelectorAll('[title]')].map(({ outerHTML }) => outerHTML)).toEqual([]);
});

it('the pointer shows the name of a button beside it; leaving and typing hide it', async () => {
  const chat = await open();
  await userEvent.hover(button(chat));
  await expect.poll(() => tips(chat)).toEqual(['Conversation history']);
  const box = chat.root().querySelector('.tip')?.getBoundingClientRect();
  const { top, bottom } = button(chat).element().getBoundingClientRect();
  expect(box && Math.min(Math.abs(box.top - bottom), Math.abs(top - box.bottom))).toBeLessThan(10);
  expect(box && box.left >= 0 && box.right <= innerWidth).toBe(true);
  expect(chat.root().querySelector('.tip')?.getAttribute('aria-hidden')).toBe('true');
  await userEvent.hover(chat.editor());
  await expect.poll(() => tips(chat)).toEqual([]);
  await userEvent.hover(button(chat));
  await expect.poll(() => tips(chat)).toEqual(['Conversation history']);
  await userEvent.keyboard('y');
  await expect.poll(() => tips(chat)).toEqual([]);
  await userEvent.unhover(button(chat));
});

it('the pointer can move onto a tooltip, which stays', async () => {
  useQuickClock();
  const chat = await open();
  await userEvent.hover(button(chat));
  await expect.poll(() => tips(chat)).toEqual(['Conversation history']);
  const tip = chat.root().querySelector('.tip');
  if (!tip) throw new Error('There is no tooltip.');
  await userEvent.hover(tip);
  await pass(400); // longer than it stays after the pointer has left
  expect(tips(chat)).toEqual(['Conversation history']);
  await userEvent.hover(chat.editor());
  await expect.poll(() => tips(chat)).toEqual([]);
});

it('the keyboard shows it at once, and Esc hides it', async () => {
  const chat = await open();
  await userEvent.keyboard('{Shift>}{Tab}{/Shift}');
  await expect.poll(() => tips(chat)).toEqual(['Conversation history']);
  await userEvent.keyboard('{Escape}');
  await expect.poll(() => tips(chat)).toEqual([]);
});

it('follows a name that changes, and is removed with its button', async () => {
  const chat = await open();
  const send = chat.button('Send message').element();
  await userEvent.hover(send);
  await expect.poll(() => tips(chat)).toEqual(['Send message']);
  send.setAttribute('aria-label', 'Stop');
  await expect.poll(() => tips(chat)).toEqual(['Stop']);
  send.style.display = 'none';
  await expect.poll(() => tips(chat)).toEqual([]);
});
