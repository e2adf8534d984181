/** What the field does before `edits.ts` has loaded. */
import { describe, expect, it } from 'vitest';
import { compositions, type Step } from '../../../../test/fixtures/compositions.ts';
import { createEditing } from './editing.ts';
import { watchInput } from './input.ts';

const init = { bubbles: true, cancelable: true };

function toEvent(step: Step): Event {
  switch (step[0]) {
    case 'before':
      return new InputEvent('beforeinput', { ...init, inputType: step[1] });
    case 'down':
    case 'up':
      return new KeyboardEvent(`key${step[0]}`, { ...init, ...step[1] });
    case 'compose':
      return new CompositionEvent('compositionstart', { ...init, data: step[1] });
    case 'end':
      return new CompositionEvent('compositionend', { ...init, data: step[1] });
  }
}

/** Plays the events. Returns how often the chat handled Enter, and how often the browser broke the line. */
function play(steps: readonly Step[]) {
  const field = document.createElement('div');
  let sends = 0;
  const deps = { onChange() {}, onCaret() {}, onFiles: () => false };
  watchInput(field, createEditing(field, deps), {
    ...deps,
    onKey: ({ key, shiftKey }) => key === 'Enter' && !shiftKey && ++sends > 0,
  });
  let isPrevented = false;
  let breaks = 0;
  for (const step of steps) {
    if (step[0] === 'before' && isPrevented) continue;
    isPrevented = !field.dispatchEvent(toEvent(step));
    if (step[0] === 'before' && !isPrevented) breaks++;
  }
  return { sends, breaks };
}

describe('Enter in a field whose edits have not loaded', () => {
  for (const { engine, language, steps, does } of compositions)
    it(`${engine}, ${language}: ${does}`, () => {
      const expected = { sends: does === 'sends' ? 1 : 0, breaks: does === 'breaks the line' ? 1 : 0 };
      expect(play(steps)).toEqual(expected);
    });
});
