import { userEvent } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { card, showWidget as show } from '../../../test/harness/chat/show-widget.ts';

describe('a widget', () => {
  it('renders Card, ListView and Basic, skips unknown types, and treats null as absent [E140 E141 P167]', () => {
    for (const type of ['Card', 'Basic']) {
      const { place } = show({
        type,
        children: [
          { type: 'Hologram', value: 'x' },
          { type: 'Text', value: 'seen', color: null, sparkle: 9 },
        ],
      });
      expect(place.textContent).toBe('seen');
    }
    expect(
      show({
        type: 'ListView',
        children: [{ type: 'ListViewItem', children: [{ type: 'Text', value: 'row' }], onClickAction: null }],
      }).place.querySelector('[role=button]'),
    ).toBeNull();
  });

  it('is inert until its item is done [E142]', async () => {
    const { button, actions } = show(card([{ type: 'Button', label: 'Go', onClickAction: { type: 'go' } }]), {
      isDone: false,
    });
    expect(button('Go').disabled).toBe(true);
    button('Go').click();
    expect(actions).toEqual([]);

    const row = show(
      { type: 'ListView', children: [{ type: 'ListViewItem', onClickAction: { type: 'open' }, children: [] }] },
      { isDone: false },
    );
    row.find('[role=button]').click();
    expect(row.actions).toEqual([]);

    const form = show(card([{ type: 'Form', onSubmitAction: { type: 'save' }, children: [] }]), { isDone: false });
    form.find<HTMLFormElement>('form').requestSubmit();
    expect(form.actions).toEqual([]);
  });

  it('runs only actions without a stream while a response streams [E142 E145]', () => {
    const { button } = show(
      card([
        { type: 'Button', label: 'Stream', onClickAction: { type: 'a' } },
        { type: 'Button', label: 'Sync', onClickAction: { type: 'b', streaming: false } },
        { type: 'Button', label: 'Client', onClickAction: { type: 'c', handler: 'client' } },
      ]),
      { isBlocked: true },
    );
    expect([button('Stream').disabled, button('Sync').disabled, button('Client').disabled]).toEqual([
      true,
      false,
      false,
    ]);
  });

  it('shows loading on the button until its action ends; a container goes inert as a whole [E146 E147]', async () => {
    const own = show(card([{ type: 'Button', label: 'Go', onClickAction: { type: 'go' } }]), { isSlow: true });
    own.button('Go').click();
    await vi.waitFor(() => expect(own.button('Go').getAttribute('aria-busy')).toBe('true'));
    own.settle();
    await vi.waitFor(() => expect(own.button('Go').getAttribute('aria-busy')).toBe('false'));

    const whole = show(
      card([{ type: 'Button', label: 'Go', onClickAction: { type: 'go', loadingBehavior: 'container' } }]),
      { isSlow: true },
    );
    whole.button('Go').click();
    await vi.waitFor(() => expect(whole.find('.widget').inert).toBe(true));
    whole.settle();
    await vi.waitFor(() => expect(whole.find('.widget').inert).toBe(false));

    const none = show(card([{ type: 'Button', label: 'Go', onClickAction: { type: 'go', loadingBehavior: 'none' } }]), {
      isSlow: true,
    });
    none.button('Go').click();
    expect(none.actions).toHaveLength(1);
    expect(none.find('.widget').inert).toBe(false);
    expect(none.button('Go').getAttribute('aria-busy')).toBe('false');
  });
});

it('a double click runs an action once', async () => {
  const json = card([{ type: 'Button', label: 'Go', onClickAction: { type: 'go' } }]);
  const { button, actions, settle } = show(json, { isSlow: true });
  await userEvent.dblClick(button('Go'));
  expect(actions).toHaveLength(1);
  settle();
  await vi.waitFor(() => expect(button('Go').disabled).toBe(false));
  await userEvent.click(button('Go'));
  expect(actions).toHaveLength(2);
});

describe('lists', () => {
  const row = (value: string, action?: string) => ({
    type: 'ListViewItem',
    children: [{ type: 'Text', value }],
    ...(action && { onClickAction: { type: action } }),
  });

  it('show as many rows as the limit, and the rest on request [E154]', async () => {
    const { place, button } = show({
      type: 'ListView',
      limit: 2,
      status: { text: 'Found' },
      children: ['a', 'b', 'c', 'd'].map((value) => row(value)),
    });
    expect(place.querySelectorAll('li')).toHaveLength(2);
    button('Show 2 more').click();
    await vi.waitFor(() => expect(place.querySelectorAll('li')).toHaveLength(4));
  });

  it('have operable rows, by mouse and keyboard, only with an action [E155]', async () => {
    const { place, find, actions } = show({ type: 'ListView', children: [row('inert'), row('live', 'open')] });
    expect(place.querySelectorAll('[role=button]')).toHaveLength(1);
    const live = find('[role=button]');
    live.focus();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(actions).toHaveLength(1));
    await vi.waitFor(() => expect(live.getAttribute('aria-busy')).toBe('false'));
    live.click();
    await vi.waitFor(() => expect(actions).toHaveLength(2));
  });

  it("run only the button's action for a button in a row [E156]", async () => {
    const { button, find, actions } = show({
      type: 'ListView',
      children: [
        {
          type: 'ListViewItem',
          onClickAction: { type: 'row' },
          children: [
            {
              type: 'Col',
              children: [
                { type: 'Text', value: 'Room 4' },
                { type: 'Caption', value: 'free' },
              ],
            },
            { type: 'Button', label: 'Own', onClickAction: { type: 'own' } },
          ],
        },
      ],
    });
    await userEvent.click(button('Own'));
    await vi.waitFor(() => expect(actions.map(({ type }) => type)).toEqual(['own']));
    // The row's own button lies under it, because buttons cannot be nested. Its name is the row's text.
    const row = find('[aria-label="Room 4, free"]');
    await vi.waitFor(() => expect(row.getAttribute('aria-busy')).toBe('false'));
    row.focus();
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(actions.map(({ type }) => type)).toEqual(['own', 'row']));
    await vi.waitFor(() => expect(row.getAttribute('aria-busy')).toBe('false'));
    await userEvent.click(find('.w-text'));
    await vi.waitFor(() => expect(actions).toHaveLength(3));
    expect(row.closest('[role=button]')).toBeNull();
  });
});

describe('looks', () => {
  const styleOf = (json: object, selector = '.w-box .w-box, .w-card-body > *') =>
    getComputedStyle(show(card([json])).find(selector));

  it('boxes take spacing in units, sizes and borders in pixels, borders per side [E157 E158 E159]', () => {
    const style = styleOf({
      type: 'Box',
      direction: 'row',
      gap: 2,
      padding: { x: 3, top: 1 },
      margin: 1,
      width: 120,
      minHeight: '40px',
      align: 'end',
      justify: 'between',
      wrap: 'wrap',
      border: { top: { size: 3, color: 'red', style: 'dashed' }, left: 1 },
      radius: 'full',
      children: [],
    });
    expect(style).toMatchObject({
      flexDirection: 'row',
      columnGap: '8px',
      paddingLeft: '12px',
      paddingTop: '4px',
      paddingBottom: '0px',
      marginTop: '4px',
      width: '120px',
      minHeight: '40px',
      alignItems: 'flex-end',
      justifyContent: 'space-between',
      flexWrap: 'wrap',
      borderTopWidth: '3px',
      borderTopStyle: 'dashed',
      borderTopColor: 'rgb(255, 0, 0)',
      borderLeftWidth: '1px',
      borderBottomWidth: '0px',
    });
  });

  it('tokens, primitives, scheme pairs and CSS colours resolve; URLs are rejected [E160]', () => {
    expect(
      styleOf({ type: 'Box', size: 10, background: { light: 'rgb(1, 2, 3)', dark: 'white' } }).backgroundColor,
    ).toBe('rgb(1, 2, 3)');
    expect(styleOf({ type: 'Box', size: 10, background: 'blue-500' }).backgroundColor).toMatch(/^oklch/);
    expect(styleOf({ type: 'Box', size: 10, background: 'linear-gradient(red, blue)' }).backgroundImage).toContain(
      'gradient',
    );
    expect(styleOf({ type: 'Box', size: 10, background: 'url(https://elsewhere.example/pixel)' }).backgroundImage).toBe(
      'none',
    );
    expect(styleOf({ type: 'Text', value: 'x', color: 'secondary' }, '.w-text').color).not.toBe(
      styleOf({ type: 'Text', value: 'x' }, '.w-text').color,
    );
  });

  it('grays reverse in the dark scheme, so that gray-900 is always a text colour [E160]', () => {
    const lightness = (theme: 'light' | 'dark', color: string) => {
      const drawn = getComputedStyle(
        show(card([{ type: 'Text', value: 'x', color }], { theme })).find('.w-text'),
      ).color;
      return Number(/^oklch\(([\d.]+)/.exec(drawn)?.[1]);
    };
    expect(lightness('light', 'gray-900')).toBeLessThan(0.3);
    expect(lightness('dark', 'gray-900')).toBeGreaterThan(0.85);
    expect(lightness('dark', 'gray-300')).toBeLessThan(0.5);
    expect(lightness('dark', 'blue-900')).toBeCloseTo(lightness('light', 'blue-900'), 3);
  });

  it('a divider is visible in a column and in a row, with the spacing it declares', () => {
    const { place } = show(
      card([
        { type: 'Divider', spacing: 3, size: 2, color: 'red' },
        { type: 'Row', children: [{ type: 'Text', value: 'a' }, { type: 'Divider' }, { type: 'Text', value: 'b' }] },
        { type: 'Divider' },
        { type: 'Divider', size: 'thickly', color: 'no-such-colour' },
      ]),
    );
    const [level, upright, plain, wrong] = [...place.querySelectorAll('hr')].map((line) => getComputedStyle(line));
    expect(level).toMatchObject({
      borderTopWidth: '2px',
      borderTopColor: 'rgb(255, 0, 0)',
      marginTop: '12px',
      borderLeftWidth: '0px',
    });
    expect(upright).toMatchObject({ borderLeftWidth: '1px', borderTopWidth: '0px', marginTop: '0px' });
    // Invalid colours and sizes are ignored, and the line is drawn as usual.
    expect(wrong).toMatchObject({ borderTopWidth: '1px', borderTopColor: plain?.borderTopColor });
  });

  it('cards have four widths, edge to edge, with their own border and scheme [E152 E153]', () => {
    const widths = ['sm', 'md', 'lg', 'full'].map(
      (size) => getComputedStyle(show(card([], { size })).find('.w-card')).maxWidth,
    );
    expect(new Set(widths).size).toBe(4);
    const edge = show(
      card([{ type: 'Text', value: 'x' }], { padding: 0, border: { size: 4, color: 'blue' }, theme: 'dark' }),
    );
    expect(getComputedStyle(edge.find('.w-card-body')).paddingTop).toBe('0px');
    expect(getComputedStyle(edge.find('.w-card')).borderTopWidth).toBe('4px');
    expect(getComputedStyle(edge.find('.w-text')).color).not.toBe(
      getComputedStyle(show(card([{ type: 'Text', value: 'x' }])).find('.w-text')).color,
    );
  });

  it('text sizes, weights, alignment, truncation and clamping [E164]', () => {
    const sizes = ['xs', 'sm', 'md', 'lg', 'xl'].map((size) =>
      Number.parseFloat(styleOf({ type: 'Text', value: 'x', size }, '.w-text').fontSize),
    );
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    const titles = ['sm', 'md', 'lg', 'xl', '2xl', '3xl', '4xl', '5xl'].map((size) =>
      Number.parseFloat(styleOf({ type: 'Title', value: 'x', size }, '.w-title').fontSize),
    );
    expect(titles).toEqual(titles.toSorted((a, b) => a - b));
    expect(new Set(titles).size).toBe(8);
    expect(
      styleOf(
        { type: 'Text', value: 'x', weight: 'bold', italic: true, lineThrough: true, textAlign: 'end' },
        '.w-text',
      ),
    ).toMatchObject({ fontWeight: '700', fontStyle: 'italic', textDecorationLine: 'line-through', textAlign: 'right' });
    expect(styleOf({ type: 'Caption', value: 'x', truncate: true }, '.w-caption').textOverflow).toBe('ellipsis');
    expect(styleOf({ type: 'Text', value: 'x', maxLines: 2 }, '.w-text').webkitLineClamp).toBe('2');
  });

  it('tables have header rows, spans and column widths [E178]', () => {
    const { find, place } = show(
      card([
        {
          type: 'Table',
          children: [
            {
              type: 'Table.Row',
              header: true,
              children: [{ type: 'Table.Cell', colSpan: 2, children: [{ type: 'Text', value: 'Both' }] }],
            },
            {
              type: 'Table.Row',
              children: [
                { type: 'Table.Cell', colSize: 'sm', align: 'end', children: [{ type: 'Text', value: '1' }] },
                { type: 'Table.Cell', children: [] },
              ],
            },
          ],
        },
      ]),
    );
    expect(find<HTMLTableCellElement>('th').colSpan).toBe(2);
    expect(getComputedStyle(find('td')).textAlign).toBe('right');
    expect(place.querySelectorAll('tr')).toHaveLength(2);
  });

  it('an image renders as declared, and only from allowed addresses [E169]', () => {
    const pixel =
      'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
    expect(
      getComputedStyle(
        show(card([{ type: 'Image', src: pixel, fit: 'contain', position: 'top left', size: 40, frame: true }])).find(
          'img',
        ),
      ),
    ).toMatchObject({ objectFit: 'contain', objectPosition: '0% 0%', width: '40px' });
    for (const src of [
      'javascript:alert(1)',
      'data:image/svg+xml,<svg/>',
      'data:text/html,x',
      '//elsewhere.example/x.png',
    ]) {
      expect(show(card([{ type: 'Image', src }])).place.querySelector('img')).toBeNull();
    }
  });
});

describe('a row that must not wrap', () => {
  const item = (label: string) => ({ type: 'Box', minWidth: 150, children: [{ type: 'Button', label, onClickAction: { type: 'go' } }] }); // prettier-ignore
  const labels = ['One', 'Two', 'Three', 'Four'];
  const strip = (children: object[]) => card([{ type: 'Row', wrap: 'nowrap', children }], { size: 'full' });
  const narrow = (json: object) => {
    const shown = show(json);
    shown.root.host.setAttribute('style', 'display: block; width: 360px');
    return shown;
  };

  it.each(['ltr', 'rtl'])('scrolls to what does not fit, and fades out where there is more: %s', async (dir) => {
    const { root, find } = narrow(strip(dir === 'rtl' ? labels.map(() => item('واحد')) : labels.map(item)));
    const row = find('.w-row');
    await vi.waitFor(() => expect(row.className).toContain('scrolls more-after'));
    const last = [...row.querySelectorAll('button')].at(-1);
    last?.focus();
    await vi.waitFor(() => expect(row.className).toContain('scrolls more-before'));
    expect(row.className).not.toContain('more-after');
    const [edge, seen] = [row, last].map((element) => element?.getBoundingClientRect());
    expect(seen?.left).toBeGreaterThanOrEqual(edge?.left ?? 0);
    expect(seen?.right).toBeLessThanOrEqual((edge?.right ?? 0) + 1);
    // The buttons get the keys, not the row.
    expect(row.hasAttribute('tabindex')).toBe(false);
    expect(root.activeElement).toBe(last);
    expect(getComputedStyle(find('.widget')).overflow).toBe('clip');
  });

  it('is an ordinary row while everything fits, and when there is room again', async () => {
    const { root, find } = narrow(strip(labels.map(item)));
    const row = find('.w-row');
    await vi.waitFor(() => expect(row.className).toContain('scrolls'));
    root.host.setAttribute('style', 'display: block; width: 900px');
    await vi.waitFor(() => expect(row.className).not.toContain('scrolls'));
    expect(getComputedStyle(row).overflow).toBe('visible');
  });

  it('takes the focus for arrow keys where it has no control', async () => {
    const { find } = narrow(strip(labels.map((value) => ({ type: 'Box', minWidth: 150, children: [{ type: 'Text', value }] })))); // prettier-ignore
    await vi.waitFor(() => expect(find('.w-row').tabIndex).toBe(0));
  });
});

describe('a widget in a chat with another direction', () => {
  const form = card([
    {
      type: 'Row',
      children: [
        { type: 'Label', value: 'How many?', fieldName: 'count' },
        { type: 'Select', name: 'count', placeholder: 'How many?', options: [{ label: 'Two', value: '2' }] },
      ],
    },
    { type: 'Text', value: 'اسم' },
    { type: 'Text', value: '12,00 €', textAlign: 'end' },
    { type: 'Input', name: 'empty' },
  ]);

  it.each(['ltr', 'rtl'])('has labels on the left and controls after them, for English in a %s chat', (dir) => {
    const { find, root } = show(form);
    root.host.setAttribute('dir', dir);
    const label = find('.w-label').getBoundingClientRect();
    const select = find('[role=combobox]').getBoundingClientRect();
    expect(label.left - find('.w-card-body').getBoundingClientRect().left).toBeCloseTo(17, -1);
    expect(select.left - label.right).toBeCloseTo(8, 0);
    expect(getComputedStyle(find('[role=combobox]')).direction).toBe('ltr');
    expect(getComputedStyle(find('input')).direction).toBe('ltr');
  });

  it('gives text in another script its own direction, aligned with the widget', () => {
    const { place } = show(form);
    const [arabic, price] = [...place.querySelectorAll('.w-text')];
    expect(getComputedStyle(arabic ?? place)).toMatchObject({ direction: 'rtl', textAlign: 'left' });
    expect(getComputedStyle(price ?? place).textAlign).toBe('right');
    const { find } = show(
      card([
        { type: 'Text', value: 'اسمك وعنوانك' },
        { type: 'Text', value: '12,00 €', textAlign: 'end' },
        { type: 'Badge', label: 'New' },
      ]),
    );
    expect(find('.widget').dir).toBe('rtl');
    expect(getComputedStyle(find('.w-text + .w-text')).textAlign).toBe('left');
  });

  it('follows the chat without letters', () => {
    const { find, root } = show(card([{ type: 'Text', value: '12' }]));
    root.host.setAttribute('dir', 'rtl');
    expect(getComputedStyle(find('.widget')).direction).toBe('rtl');
  });
});
