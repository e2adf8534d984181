/** Which keys of our fields the page gets. `test/e2e/browsers/keys.test.ts` has the same for the built chat, in each engine. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepKeys } from './keep-keys.ts';

let host: HTMLElement;
let received: string[] = [];
const note = ({ key }: KeyboardEvent) => received.push(key);

beforeEach(() => {
  host = document.createElement('div');
  const root = host.attachShadow({ mode: 'open' });
  document.body.append(host);
  keepKeys(host, root, ({ key }) => key === 'Home');
  keepKeys(host, root, () => false); // changes nothing
  received = [];
  addEventListener('keydown', note);
});
afterEach(() => {
  removeEventListener('keydown', note);
  host.remove();
});

/** Adds an element to a tree and presses a key in it. */
function press(key: string, init: KeyboardEventInit = {}, element: Element = document.createElement('input')) {
  if (!element.isConnected) host.shadowRoot?.append(element);
  element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true, ...init }));
  return received.splice(0);
}

const field = (name: string, attributes: Record<string, string> = {}) => {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return element;
};

describe('in a text field', () => {
  it.each([
    { key: 's' },
    { key: '?', shiftKey: true },
    { key: 'ß' },
    { key: '한' },
    { key: ' ' },
    { key: '@', ctrlKey: true, altKey: true, modifierAltGraph: true }, // AltGr on Windows
    { key: '@', modifierAltGraph: true },
    { key: 'Enter' },
    { key: 'Enter', shiftKey: true },
    { key: 'Backspace' },
    { key: 'Delete' },
    { key: 'ArrowUp' },
    { key: 'ArrowLeft', shiftKey: true },
    { key: 'End' },
    { key: 'PageDown' },
    { key: 'Dead' },
    { key: 'Process', keyCode: 229 },
    { key: 'Unidentified', keyCode: 229 },
    { key: 'Tab', isComposing: true },
    { key: 'Escape', isComposing: true },
    { key: 'Escape', keyCode: 229 }, // Safari, after it has ended the composition
  ])('the page does not get $key ($isComposing $keyCode $ctrlKey $shiftKey)', ({ key, ...init }) => {
    expect(press(key, init)).toEqual([]);
  });

  it.each([
    { key: 'Tab' },
    { key: 'Tab', shiftKey: true },
    { key: 'Escape' },
    { key: 'Home' }, // which the code around the chat needs
    { key: 'F2' },
    { key: 'Shift' },
    { key: 'Control' },
    { key: 'k', ctrlKey: true },
    { key: 'k', metaKey: true },
    { key: 's', altKey: true },
    { key: 'F', ctrlKey: true, shiftKey: true },
    { key: 'Enter', ctrlKey: true },
    { key: 'ArrowLeft', altKey: true },
    { key: 'AudioVolumeUp' },
  ])('the page gets $key ($ctrlKey $metaKey $altKey $shiftKey)', ({ key, ...init }) => {
    expect(press(key, init)).toEqual([key]);
  });
});

it.each([
  field('textarea'),
  field('select'),
  field('input', { type: 'search' }),
  field('div', { contenteditable: 'plaintext-only' }),
  field('div', { role: 'textbox' }),
])('keeps the keys of every kind of field, also in a shadow root below: $outerHTML', (element) => {
  expect(press('s', {}, element)).toEqual([]);
  const inner = document.createElement('div');
  inner.attachShadow({ mode: 'open' }).append(element);
  host.shadowRoot?.append(inner);
  expect(press('s', {}, element)).toEqual([]);
});

it('leaves the keys of buttons and of fields that the page has slotted in to the page', () => {
  expect(press('s', {}, document.createElement('button'))).toEqual(['s']);
  host.shadowRoot?.append(document.createElement('slot'));
  const slotted = document.createElement('input');
  host.append(slotted);
  expect(press('s', {}, slotted)).toEqual(['s']);
});

it('stops keypress and keyup too, at the host, whose own listeners still get them', () => {
  const atHost: string[] = [];
  const atPage: string[] = [];
  const input = document.createElement('input');
  host.shadowRoot?.append(input);
  for (const type of ['keydown', 'keypress', 'keyup']) {
    host.addEventListener(type, () => atHost.push(type));
    addEventListener(type, () => atPage.push(type), { once: true });
    input.dispatchEvent(new KeyboardEvent(type, { key: 's', bubbles: true, composed: true }));
  }
  expect([atHost, atPage]).toEqual([['keydown', 'keypress', 'keyup'], []]);
});

it('reports the host as editable only while one of the fields has the focus', () => {
  const input = document.createElement('input');
  const button = document.createElement('button');
  host.shadowRoot?.append(input, button);
  expect(host.isContentEditable).toBe(false);
  input.focus();
  expect(host.isContentEditable).toBe(true);
  button.focus();
  expect(host.isContentEditable).toBe(false);
});
