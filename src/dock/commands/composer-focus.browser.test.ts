/** When opening the panel moves the focus into the composer. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Chat, createChatQueue } from '../../engine/chat-queue.ts';
import { createComposerFocus } from './composer-focus.ts';

afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

let mayFocus: boolean;
beforeEach(() => (mayFocus = true));

/** `visitor`: what the browser says that the visitor has done on this page. */
function setUp(visitor: 'is acting' | 'has acted' | 'has done nothing') {
  const isActive = visitor === 'is acting';
  vi.spyOn(navigator, 'userActivation', 'get').mockReturnValue({
    isActive,
    hasBeenActive: isActive || visitor === 'has acted',
  });
  const focusComposer = vi.fn<() => Promise<void>>(async () => {});
  const queue = createChatQueue(() => {});
  // Only this method is called here.
  queue.attach({ focusComposer } as unknown as Chat);
  return { focus: createComposerFocus(queue, () => mayFocus), focusComposer };
}

function focusField(): void {
  const field = document.createElement('textarea');
  document.body.append(field);
  field.focus();
}

it('moves when the visitor has used the page, once the panel is visible', () => {
  const { focus, focusComposer } = setUp('has acted');
  focus.opening(false);
  expect(focusComposer).not.toHaveBeenCalled();
  focus.opened(false);
  expect(focusComposer).toHaveBeenCalledOnce();
});

it('moves at once in a panel that is open already', () => {
  const { focus, focusComposer } = setUp('is acting');
  focus.opening(true);
  expect(focusComposer).toHaveBeenCalledOnce();
});

it('does not leave a field of the page in which the visitor writes', () => {
  focusField();
  const { focus, focusComposer } = setUp('has acted');
  focus.opening(false);
  focus.opened(false);
  expect(focusComposer).not.toHaveBeenCalled();
});

it('does not move before the visitor has used the page', () => {
  const { focus, focusComposer } = setUp('has done nothing');
  focus.opening(false);
  focus.opened(false);
  expect(focusComposer).not.toHaveBeenCalled();
});

it('does not move in a panel that closed before it was visible', () => {
  const { focus, focusComposer } = setUp('is acting');
  focus.opening(false);
  mayFocus = false;
  focus.opened(false);
  expect(focusComposer).not.toHaveBeenCalled();
});

it('does not move in a panel that is restored from the page before', () => {
  const { focus, focusComposer } = setUp('is acting');
  focus.opened(true);
  expect(focusComposer).not.toHaveBeenCalled();
});
