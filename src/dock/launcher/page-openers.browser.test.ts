import { afterEach, describe, expect, it } from 'vitest';
import { launcherOptions } from '../../options/launcher-options.ts';
import { readValue, resolveWith } from '../../options/kinds.ts';
import { listenToPage } from './page-openers.ts';

const stopping: (() => void)[] = [];
afterEach(() => {
  for (const stop of stopping.splice(0)) stop();
  document.body.replaceChildren();
});

/** A page with one dock that has these options; returns the page's calls to the dock. */
function listen(given: Record<string, string> = {}, isFirst = true) {
  const asked: string[] = [];
  const leaving = new AbortController();
  stopping.push(() => leaving.abort());
  const host = document.createElement('chat-dock');
  document.body.append(host);
  const look = resolveWith(launcherOptions, (name, option) => readValue(option, given[name]));
  const open = () => void asked.push('open');
  const close = () => void asked.push('close');
  const toggle = () => void asked.push('toggle');
  listenToPage(host, () => look, { isFirst: () => isFirst, dock: () => ({ open, close, toggle }) }, leaving);
  return { asked, leave: () => leaving.abort() };
}

const press = (target: EventTarget = document.body, more: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent('keydown', { key: '/', ctrlKey: true, bubbles: true, cancelable: true, ...more });
  target.dispatchEvent(event);
  return event;
};
function add<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Record<string, string> = {}) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  document.body.append(element);
  return element;
}

describe('the shortcut', () => {
  it('opens the chat, and prevents the default action of the key', () => {
    const { asked } = listen();
    expect(press().defaultPrevented).toBe(true);
    expect(asked).toEqual(['toggle']);
  });

  it('is left to the page if the page has handled the key', () => {
    const { asked } = listen();
    add('main').addEventListener('keydown', (event) => event.preventDefault());
    press(document.querySelector('main') ?? undefined);
    expect(asked).toEqual([]);
  });

  it('is left to the page in its text fields, unless the owner chose the keys', () => {
    const ours = listen();
    press(add('input'));
    expect(ours.asked).toEqual([]);
    const theirs = listen({ shortcut: 'Ctrl+K' });
    press(add('input'), { key: 'k' });
    expect(theirs.asked).toEqual(['toggle']);
  });

  it('is the first dock’s while the owner chose none', () => {
    const { asked } = listen({}, false);
    press();
    expect(asked).toEqual([]);
  });

  it('does nothing while the page shows a modal dialog', () => {
    const { asked } = listen();
    const dialog = add('dialog');
    dialog.showModal();
    press();
    expect(asked).toEqual([]);
    dialog.close();
    press();
    expect(asked).toEqual(['toggle']);
  });

  it('does nothing after the dock has left the page', () => {
    const { asked, leave } = listen();
    leave();
    press();
    add('button', { 'data-chat-open': '' }).click();
    expect(asked).toEqual([]);
  });
});

describe('a click', () => {
  it('on data-chat-open opens the dock it names, or the first one', () => {
    const { asked } = listen({ name: 'sales' });
    add('button', { 'data-chat-open': 'sales' }).click();
    add('button', { 'data-chat-open': '' }).click();
    add('button', { 'data-chat-open': 'help' }).click();
    expect(asked).toEqual(['open', 'open']);
    const second = listen({ name: 'help' }, false);
    add('button', { 'data-chat-open': '' }).click();
    expect(second.asked).toEqual([]);
  });

  it('on an element that matches the trigger toggles; an invalid selector matches nothing', () => {
    const { asked } = listen({ trigger: '.help' });
    add('button', { class: 'help' }).click();
    expect(asked).toEqual(['toggle']);
    const invalid = listen({ trigger: '::::' });
    add('button', { class: 'help' }).click();
    expect(invalid.asked).toEqual([]);
  });
});
