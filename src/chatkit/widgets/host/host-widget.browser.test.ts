import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { card, showWidget } from '../../../../test/harness/chat/show-widget.ts';
import { registerWidget } from '../../register-widget.ts';
import { registeredWidgets, type WidgetInput } from './registry.ts';

// The first component would wait for it, and a busy machine is slow.
beforeAll(() => import('./HostWidget.tsx'));

afterEach(() => {
  registeredWidgets()?.clear();
  document.querySelectorAll('style.test').forEach((style) => style.remove());
});

const warnings = vi.spyOn(console, 'warn').mockImplementation(() => {});

interface Product {
  title: string;
  price?: string;
}
const product = (more: object = {}) => ({ type: 'ProductCard', title: 'Oslo chair', price: '€129', ...more });

/** A button of the page, which is changed in place. */
function registerProduct() {
  const inputs: WidgetInput<Product>[] = [];
  const removed: string[] = [];
  registerWidget<Product>('ProductCard', (element, input) => {
    const button = document.createElement('button');
    const update = (next: WidgetInput<Product>) => {
      inputs.push(next);
      button.textContent = `${next.props.title}, ${next.props.price ?? 'no price'}`;
      button.disabled = next.isDisabled;
    };
    button.addEventListener('click', () => void input.onAction({ type: 'cart.add', payload: { title: input.props.title } })); // prettier-ignore
    update(input);
    element.append(button);
    return { update, remove: () => void removed.push(input.props.title) };
  });
  const drawn = () => document.querySelector<HTMLButtonElement>('div[slot^="chatdock-widget"] > button');
  return { inputs, removed, drawn };
}

it('draws a registered component in the page’s document, at its place in the widget', async () => {
  const style = Object.assign(document.createElement('style'), { className: 'test', textContent: 'button { letter-spacing: 7px }' }); // prettier-ignore
  document.head.append(style);
  const { inputs, drawn } = registerProduct();
  const { find, root } = showWidget(card([{ type: 'Title', value: 'For you' }, product(), { type: 'Text', value: 'The end' }])); // prettier-ignore
  await expect.poll(() => drawn()?.textContent).toBe('Oslo chair, €129');
  expect(inputs[0]?.props).toEqual({ title: 'Oslo chair', price: '€129' });
  expect(inputs[0]).toMatchObject({ colorScheme: 'light', locale: 'en', isDisabled: false });
  const button = drawn();
  expect(button?.getRootNode()).toBe(document);
  expect(button && getComputedStyle(button).letterSpacing).toBe('7px');
  // It is displayed between the title and the text, which are in the shadow root.
  const box = button?.getBoundingClientRect();
  expect(box && box.top >= find('.w-title').getBoundingClientRect().bottom).toBe(true);
  expect(box && box.bottom <= find('.w-text').getBoundingClientRect().top).toBe(true);
  expect(root.querySelector('slot')?.assignedElements()).toEqual([button?.parentElement]);
});

it('sends an action of a component with the values of the form around it', async () => {
  const { drawn } = registerProduct();
  const form = { type: 'Form', children: [{ type: 'Input', name: 'count', defaultValue: '2' }, product()] };
  const { actions } = showWidget(card([form]));
  await expect.poll(drawn).not.toBeNull();
  drawn()?.click();
  await expect.poll(() => actions).toMatchObject([{ type: 'cart.add', payload: { title: 'Oslo chair', count: '2' }, handler: 'server' }]); // prettier-ignore
});

it('onAction resolves with whether the action ran, and reports one without a type', async () => {
  const { inputs, drawn } = registerProduct();
  const { actions, errors } = showWidget(card([product()]), { isBlocked: true });
  await expect.poll(drawn).not.toBeNull();
  expect(inputs[0]?.isDisabled).toBe(true);
  expect(await inputs[0]?.onAction({ type: 'late' })).toBe(false);
  expect(await inputs[0]?.onAction({ type: 'now', handler: 'client' })).toBe(true);
  expect(actions.map(({ type }) => type)).toEqual(['now']);
  expect(await inputs[0]?.onAction({} as never)).toBe(false); // what a page in JavaScript may pass
  expect(errors).toEqual(['The page’s component "ProductCard" called onAction without a "type", so nothing was sent.']);
});

it('changes a component in place when the server updates it, and removes it with the widget', async () => {
  const { removed, drawn } = registerProduct();
  const { draw, remove } = showWidget(card([product({ id: 'p' })]));
  await expect.poll(drawn).not.toBeNull();
  const button = drawn();
  button?.focus();
  draw(card([{ type: 'Text', value: 'New' }, product({ id: 'p', price: '€99' })]));
  await expect.poll(() => drawn()?.textContent).toBe('Oslo chair, €99');
  expect(drawn()).toBe(button);
  expect(document.activeElement).toBe(button);
  remove();
  expect(removed).toEqual(['Oslo chair']);
  expect(document.querySelector('[slot^="chatdock-widget"]')).toBeNull();
});

it('renders a component without `update` again when it changes', async () => {
  const removed = vi.fn();
  registerWidget<Product>('ProductCard', (element, { props }) => {
    element.append(`${element.childNodes.length} ${props.title}`);
    return { remove: removed };
  });
  const { draw } = showWidget(card([product()]));
  const text = () => document.querySelector('div[slot^="chatdock-widget"]')?.textContent;
  await expect.poll(text).toBe('0 Oslo chair');
  draw(card([product({ title: 'Malmö lamp' })]));
  await expect.poll(text).toBe('0 Malmö lamp');
  expect(removed).toHaveBeenCalledOnce();
});

it('replaces a component that fails with a message, and the rest of the widget works', async () => {
  registerWidget('ProductCard', () => {
    throw new Error('no stock service');
  });
  const { place, errors, draw } = showWidget(card([product(), { type: 'Text', value: 'The rest' }]));
  await expect.poll(() => place.querySelector('.failure')?.textContent).toBe('This part of the answer can’t be shown.');
  expect(place.textContent).toContain('The rest');
  expect(errors).toEqual(['The page’s component "ProductCard" failed: no stock service']);
  expect(document.querySelector('[slot^="chatdock-widget"]')).toBeNull();
  // The next state of the widget is tried again.
  registerProduct();
  draw(card([product({ price: '€1' })]));
  await expect.poll(() => document.querySelector('div[slot^="chatdock-widget"]')?.textContent).toBe('Oslo chair, €1');
  expect(place.querySelector('.failure')).toBeNull();
});

it.each(['update', 'remove', 'later'] as const)('contains an error in %s', async (where) => {
  registerWidget('ProductCard', (element, { onError }) => {
    element.append('here');
    if (where === 'later') setTimeout(() => onError(new Error('later')));
    const fail = () => {
      throw new Error(where);
    };
    return where === 'later' ? undefined : where === 'update' ? { update: fail } : { remove: fail };
  });
  const { errors, draw, place } = showWidget(card([product()]));
  await expect.poll(() => document.querySelector('div[slot^="chatdock-widget"]') ?? errors.length > 0).toBeTruthy();
  if (where === 'update') draw(card([product({ price: '€1' })]));
  if (where === 'remove') draw(card([{ type: 'Text', value: 'gone' }]));
  await expect.poll(() => errors.join()).toMatch(new RegExp(`"ProductCard" failed.*: ${where}$`));
  expect(place.querySelector('.w-card')).not.toBeNull();
  expect(document.querySelector('[slot^="chatdock-widget"]')).toBeNull();
});

it('contains an async function that fails', async () => {
  registerWidget('ProductCard', (async () => {
    await Promise.resolve();
    throw new Error('no stock service');
  }) as never); // what a page in JavaScript may pass
  const { place, errors } = showWidget(card([product()]));
  await expect.poll(() => place.querySelector('.failure')?.textContent).toBe('This part of the answer can’t be shown.');
  expect(errors).toEqual(['The page’s component "ProductCard" failed: no stock service']);
});

it('sends no action that a component calls while it renders', async () => {
  const answers: boolean[] = [];
  registerWidget('ProductCard', (element, { onAction }) => {
    element.append('here');
    void onAction({ type: 'cart.add' }).then((isDone) => answers.push(isDone));
  });
  const { actions, errors } = showWidget(card([product()]));
  await expect.poll(() => answers).toEqual([false]);
  expect(actions).toEqual([]);
  expect(errors).toEqual([
    'The page’s component "ProductCard" called onAction while it was drawn, so nothing was sent.',
  ]);
});

it('checks what the server sent with parseProps before the component sees it', async () => {
  const seen: Product[] = [];
  const parseProps = (props: unknown): Product => {
    if (typeof props !== 'object' || props === null || !('title' in props) || typeof props.title !== 'string')
      throw new TypeError('"title" must be a string');
    return { title: props.title.toUpperCase() };
  };
  registerWidget('ProductCard', (_, { props }) => void seen.push(props), { parseProps });
  const { errors, place } = showWidget(card([product(), product({ title: 7 })]));
  await expect.poll(() => place.querySelectorAll('.failure')).toHaveLength(1);
  expect(seen).toEqual([{ title: 'OSLO CHAIR' }]);
  expect(errors).toEqual(['The page’s component "ProductCard" failed: "title" must be a string']);
});

it('renders nothing for an unregistered type until it is registered', async () => {
  const { place } = showWidget(card([product(), { type: 'Text', value: 'The rest' }]));
  expect(place.querySelector('.w-card')?.textContent).toBe('The rest');
  const { drawn } = registerProduct();
  await expect.poll(() => drawn()?.textContent).toBe('Oslo chair, €129');
});

it('refuses a component of ChatKit, a name in lower case and what is not a function', async () => {
  const draw = vi.fn();
  registerWidget('Card', draw);
  registerWidget('Table.Row', draw);
  registerWidget('product', draw);
  registerWidget('__proto__', draw);
  registerWidget('ProductCard', 'text' as never); // what a page in JavaScript may pass
  expect(registeredWidgets()?.size ?? 0).toBe(0);
  expect(warnings.mock.calls.splice(0).map(([sentence]) => String(sentence))).toEqual([
    'ChatDock: registerWidget("Card") would replace a component of ChatKit, so nothing was registered. Choose another type.',
    'ChatDock: registerWidget("Table.Row") would replace a component of ChatKit, so nothing was registered. Choose another type.',
    'ChatDock: registerWidget() needs the type of a component that begins with a capital letter, such as "ProductCard". Nothing was registered.',
    'ChatDock: registerWidget() needs the type of a component that begins with a capital letter, such as "ProductCard". Nothing was registered.',
    'ChatDock: registerWidget("ProductCard") needs a function that draws the component. Nothing was registered.',
  ]);
});
