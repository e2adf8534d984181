/** Widget components as they are drawn: every value of a prop that is seen must be seen. */
import { describe, expect, it } from 'vitest';
import { at, done, firstTurn, renderChat, thread, userItem } from '../harness/chat/render-chat.ts';

const widgetItem = (widget: object) => ({ type: 'widget', id: 'w1', thread_id: 'thr_1', created_at: at, widget });

/** Draws components in a card and waits until they are there. */
async function show(children: object[], root: object = { type: 'Card' }) {
  const items = {
    data: [
      userItem('m1', 'Show me'),
      widgetItem({ ...root, children: [...children, { type: 'Text', value: 'The end' }] }),
    ],
    has_more: false,
  };
  const chat = await renderChat(
    { initialThread: 'thr_1', theme: { radius: 'soft' } },
    { answers: { 'threads.get_by_id': thread('thr_1', { items }) } },
  );
  await chat.logs('The end');
  const all = (selector: string) => [...chat.root().querySelectorAll<HTMLElement>(`[role="log"] ${selector}`)];
  return { chat, all };
}

const styleOf = (element: Element, ...names: (keyof CSSStyleDeclaration)[]) => {
  const computed = getComputedStyle(element);
  return names.map((name) => String(computed[name])).join(' | ');
};
const distinct = (values: readonly unknown[]) => new Set(values.map(String)).size;
const each = (type: string, prop: string, values: readonly unknown[], more: object = {}) =>
  values.map((value) => ({ type, ...more, [prop]: value }));
const looks = (elements: readonly Element[], ...names: (keyof CSSStyleDeclaration)[]) =>
  elements.map((element) => styleOf(element, ...names));

/** A colour as the browser paints it, whatever notation the style uses; `alpha` from 0 to 255. */
function paintOf(element: Element, name: 'color' | 'backgroundColor' | 'borderTopColor') {
  const context = new OffscreenCanvas(1, 1).getContext('2d');
  if (!context) throw new Error('There is no canvas.');
  context.fillStyle = styleOf(element, name);
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 0] = context.getImageData(0, 0, 1, 1).data;
  const [high, low] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const range = high - low || 1;
  const turns =
    high === red ? (green - blue) / range : high === green ? (blue - red) / range + 2 : (red - green) / range + 4;
  return { alpha, degrees: (turns * 60 + 360) % 360, saturation: high === 0 ? 0 : (high - low) / high };
}

function hueOf({ degrees, saturation }: ReturnType<typeof paintOf>): string {
  if (saturation < 0.2) return 'grey';
  const ends: [number, string][] = [
    [15, 'red'],
    [60, 'orange'],
    [170, 'green'],
    [245, 'blue'],
    [320, 'purple'],
  ];
  return ends.find(([end]) => degrees < end)?.[1] ?? 'red';
}

describe('ornaments', () => {
  it('a badge has the hue of its colour, the ground of its variant, its size, and round ends [E167]', async () => {
    const colors = ['secondary', 'success', 'danger', 'warning', 'info', 'discovery'];
    const { all } = await show([
      ...each('Badge', 'color', colors, { label: 'x', variant: 'solid' }),
      ...each('Badge', 'variant', ['solid', 'soft', 'outline'], { label: 'x', color: 'danger' }),
      ...each('Badge', 'size', ['sm', 'md', 'lg'], { label: 'x' }),
      ...each('Badge', 'pill', [false, true], { label: 'x' }),
    ]);
    const badges = all('.w-badge');
    const hues = badges.slice(0, 6).map((badge) => hueOf(paintOf(badge, 'backgroundColor')));
    expect(hues).toEqual(['grey', 'green', 'red', 'orange', 'blue', 'purple']);

    const [solid, soft, outline] = badges.slice(6, 9).map((badge) => ({
      ground: paintOf(badge, 'backgroundColor'),
      hasBorder: paintOf(badge, 'borderTopColor').alpha > 0,
      ink: hueOf(paintOf(badge, 'color')),
    }));
    expect(solid).toMatchObject({ ground: { alpha: 255 }, hasBorder: false });
    expect(soft).toMatchObject({ hasBorder: false, ink: 'red' });
    expect(outline).toMatchObject({ ground: { alpha: 0 }, hasBorder: true, ink: 'red' });
    // Soft is the same hue, and paler.
    expect(soft && solid && soft.ground.saturation * soft.ground.alpha).toBeLessThan(
      (solid?.ground.saturation ?? 0) * 200,
    );

    const heights = badges.slice(9, 12).map(({ offsetHeight }) => offsetHeight);
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect(distinct(heights)).toBe(3);
    const isRound = (badge: HTMLElement) =>
      Number.parseFloat(styleOf(badge, 'borderTopLeftRadius')) >= badge.offsetHeight / 2;
    expect(badges.slice(12).map(isRound)).toEqual([false, true]);
  });

  it('icons have sizes and colours; the dot exists in every size [E168]', async () => {
    const sizes = ['xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'];
    const { all } = await show([
      ...each('Icon', 'size', sizes, { name: 'search' }),
      ...each('Icon', 'size', sizes, { name: 'dot' }),
      { type: 'Icon', name: 'search', color: 'danger' },
      { type: 'Icon', name: 'no-such-icon' },
    ]);
    await expect.poll(() => all('.w-icon svg:not(:empty)')).toHaveLength(15);
    const widths = all('.w-icon svg:not(:empty)').map((icon) => icon.getBoundingClientRect().width);
    for (const some of [widths.slice(0, 7), widths.slice(7, 14)]) {
      expect(some).toEqual(some.toSorted((a, b) => a - b));
      expect(distinct(some)).toBe(7);
    }
    const [plain, coloured] = [all('.w-icon')[2], all('.w-icon')[14]];
    expect(plain && coloured && styleOf(plain, 'color') !== styleOf(coloured, 'color')).toBe(true);
  });

  it('a box without children has the size it declares [E161]', async () => {
    const { all } = await show([{ type: 'Box', width: 40, height: 12, background: '#f00', radius: 'full' }]);
    const [box] = all('.w-box, [class*="box"]').filter((candidate) => candidate.childElementCount === 0);
    expect([box?.offsetWidth, box?.offsetHeight, box && styleOf(box, 'backgroundColor')]).toEqual([
      40,
      12,
      'rgb(255, 0, 0)',
    ]);
  });

  it('a spacer separates its neighbours; a divider fits its direction and can be flush [E162]', async () => {
    const { all } = await show([
      {
        type: 'Row',
        children: [{ type: 'Text', value: 'left' }, { type: 'Spacer' }, { type: 'Text', value: 'right' }],
      },
      { type: 'Divider' },
      { type: 'Divider', flush: true },
      {
        type: 'Row',
        height: 60,
        align: 'stretch',
        children: [{ type: 'Text', value: 'a' }, { type: 'Divider' }, { type: 'Text', value: 'b' }],
      },
    ]);
    const boxOf = (text: string) =>
      all('*')
        .find((element) => element.childElementCount === 0 && element.textContent === text)
        ?.getBoundingClientRect();
    const [left, right] = [boxOf('left'), boxOf('right')];
    expect((right?.left ?? 0) - (left?.right ?? 0)).toBeGreaterThan(100);
    const dividers = all('[class*="divider"]').map((divider) => divider.getBoundingClientRect());
    const [lying, flush, standing] = dividers;
    expect(dividers).toHaveLength(3);
    expect((lying?.width ?? 0) > (lying?.height ?? 0) && (standing?.height ?? 0) > (standing?.width ?? 0)).toBe(true);
    expect(flush?.width).toBeGreaterThan(lying?.width ?? Infinity);
  });
});

describe('images', () => {
  const pixel =
    'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

  it.each([
    ['the default padding', {}, 0],
    ['no padding', { padding: 0 }, 0],
    ['a padding as CSS writes it', { padding: '8px 20px' }, 0],
    ['other paddings on each side', { padding: { left: 9, right: 1, top: 3 } }, 0],
  ])('a flush image reaches the edges of a card with %s [E169]', async (_, more, gap) => {
    const { all } = await show(
      [
        { type: 'Image', src: pixel, flush: true, height: 30 },
        { type: 'Image', src: pixel, flush: true, height: 30, width: '100%' },
      ],
      { type: 'Card', ...more },
    );
    const [card] = all('.w-card').map((element) => element.getBoundingClientRect());
    const images = all('img').map((element) => element.getBoundingClientRect());
    expect(images).toHaveLength(2);
    for (const { left, right } of images) {
      // The card's border is one pixel.
      expect(left).toBe((card?.left ?? 0) + 1 + gap);
      expect(right).toBe((card?.right ?? 0) - 1 - gap);
    }
    expect(images[0]?.top).toBe((card?.top ?? 0) + 1 + gap);
  });

  it('an image that cannot be shown is replaced by its alternative text [E169]', async () => {
    const { all } = await show([
      { type: 'Image', src: 'data:image/png;base64,AAAA', alt: 'The bay at dusk', height: 80 },
      { type: 'Image', src: 'javascript:alert(1)', alt: 'Refused' },
      { type: 'Image', src: 'javascript:alert(1)' },
    ]);
    await expect
      .poll(() => all('.w-image.missing').map(({ textContent }) => textContent))
      .toEqual(['The bay at dusk', 'Refused']);
    expect(all('.w-image.missing')[0]?.offsetHeight).toBe(80);
    expect(all('.w-image.missing')[0]?.getAttribute('aria-label')).toBe('The bay at dusk');
  });
});

describe('lists', () => {
  const rowsOf = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      type: 'ListViewItem',
      children: [{ type: 'Text', value: `Row ${index}` }],
    }));
  const list = async (count: number, more: object = {}) => {
    const items = {
      data: [
        userItem('m1', 'Show me'),
        widgetItem({ type: 'ListView', limit: 'auto', children: rowsOf(count), ...more }),
      ],
      has_more: false,
    };
    const chat = await renderChat(
      { initialThread: 'thr_1' },
      { answers: { 'threads.get_by_id': thread('thr_1', { items }) } },
    );
    await chat.logs('Row 0');
    return { rows: () => chat.root().querySelectorAll('.w-list li'), chat };
  };

  it('limit "auto" shows what fits into the chat, and never hides a single row [E154]', async () => {
    const long = await list(40);
    const height = long.chat.element.clientHeight;
    await expect.poll(() => long.rows().length).toBeLessThan(40);
    const shown = [...long.rows()].reduce((sum, row) => sum + row.getBoundingClientRect().height, 0);
    expect(shown).toBeLessThan(height * 0.6);
    expect(shown).toBeGreaterThan(height * 0.4);
    const fitting = long.rows().length;
    const edge = long.chat.root().querySelector('.w-list')?.getBoundingClientRect();
    const more = long.chat.root().querySelector('.w-more')?.getBoundingClientRect();
    expect((edge?.bottom ?? 0) - (more?.bottom ?? 0)).toBeGreaterThan(3);
    long.chat.element.remove();
    expect((await list(fitting + 1)).rows()).toHaveLength(fitting + 1);
  });
});

describe('a button', () => {
  it('shows its colour, variant, size, icons, shape and state [E170]', async () => {
    const colors = ['primary', 'secondary', 'info', 'discovery', 'success', 'caution', 'warning', 'danger'];
    const sizes = ['3xs', '2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'];
    const { all } = await show([
      ...each('Button', 'color', colors, { label: 'x', variant: 'solid' }),
      ...each('Button', 'variant', ['solid', 'soft', 'outline', 'ghost'], { label: 'x', color: 'danger' }),
      ...each('Button', 'size', sizes, { label: 'x' }),
      { type: 'Button', label: 'x', style: 'primary' },
      { type: 'Button', label: 'x', style: 'secondary' },
      { type: 'Button', label: 'x', style: 'secondary', color: 'danger', variant: 'solid' },
      { type: 'Button', label: 'x', pill: true },
      {
        type: 'Col',
        align: 'start',
        children: [
          { type: 'Button', label: 'x', block: true },
          { type: 'Button', label: 'x' },
        ],
      },
      { type: 'Button', iconStart: 'search', uniform: true },
      { type: 'Button', label: 'x', disabled: true },
      { type: 'Button', label: 'both', iconStart: 'search', iconEnd: 'check' },
      { type: 'Button', label: 'x', submit: true },
    ]);
    const buttons = all('.w-button');
    expect(distinct(looks(buttons.slice(0, 8), 'backgroundColor', 'color'))).toBe(8);
    // Buttons of several colours stand beside one another: their text has one colour.
    expect(distinct(looks(buttons.slice(2, 8), 'color'))).toBe(1);
    expect(distinct(looks(buttons.slice(8, 12), 'backgroundColor', 'borderTopColor', 'color', 'boxShadow'))).toBe(4);
    const heights = buttons.slice(12, 21).map(({ offsetHeight }) => offsetHeight);
    expect(heights).toEqual(heights.toSorted((a, b) => a - b));
    expect(distinct(heights)).toBe(9);
    expect(heights[8]).toBeGreaterThan((heights[0] ?? Infinity) * 1.5);
    const [primary, secondary, overridden, pill, block, plain, uniform, disabled, both, submit] = buttons.slice(
      21,
    ) as HTMLButtonElement[];
    const face = (button: Element | undefined) => button && styleOf(button, 'backgroundColor');
    expect(distinct([face(primary), face(secondary), face(overridden)])).toBe(3);
    expect(face(overridden)).toBe(face(buttons[7]));
    expect(
      pill && secondary && styleOf(pill, 'borderTopLeftRadius') !== styleOf(secondary, 'borderTopLeftRadius'),
    ).toBe(true);
    expect(block?.offsetWidth).toBeGreaterThan((plain?.offsetWidth ?? Infinity) * 2);
    expect(uniform?.offsetWidth).toBe(uniform?.offsetHeight);
    expect([disabled?.disabled, both?.querySelectorAll('svg').length, submit?.type]).toEqual([true, 2, 'submit']);
  });

  it('a button and a badge in a column are as wide as their text, and aligned as declared [E167 E170]', async () => {
    const pair = [
      { type: 'Button', label: 'Go' },
      { type: 'Badge', label: 'new' },
    ];
    const { all } = await show([...pair, { type: 'Col', align: 'end', children: pair }]);
    const [button, button2, badge, badge2] = [...all('.w-button'), ...all('.w-badge')].map((element) => {
      const around = element.parentElement?.getBoundingClientRect();
      const { left, right, width } = element.getBoundingClientRect();
      return { start: left - (around?.left ?? 0), end: (around?.right ?? 0) - right, width };
    });
    expect(Math.max(button?.width ?? Infinity, badge?.width ?? Infinity)).toBeLessThan(120);
    expect(button?.start).toBe(badge?.start);
    expect([button2?.end, badge2?.end]).toEqual([0, 0]);
  });
});

describe('fields', () => {
  it('an input has type, pattern and variant, takes the focus, and blocks password managers [E171]', async () => {
    const types = ['text', 'number', 'email', 'password', 'tel', 'url'];
    const { all, chat } = await show([
      ...types.map((inputType, index) => ({ type: 'Input', name: `t${index}`, inputType })),
      {
        type: 'Input',
        name: 'p',
        pattern: '[0-9]+',
        required: true,
        placeholder: 'Digits',
        autoFocus: true,
        defaultValue: '12',
      },
      { type: 'Input', name: 's', autoSelect: true, defaultValue: 'all of it', allowAutofillExtensions: true },
      { type: 'Input', name: 'v1', variant: 'soft' },
      { type: 'Input', name: 'v2', variant: 'outline' },
      { type: 'Input', name: 'g1', gutterSize: '2xs' },
      { type: 'Input', name: 'g2', gutterSize: 'xl' },
      { type: 'Input', name: 'pill', pill: true },
    ]);
    const inputs = all('input') as HTMLInputElement[];
    expect(inputs.slice(0, 6).map(({ type }) => type)).toEqual(types);
    const [digits, selecting, soft, outline, narrow, wide, pill] = inputs.slice(6);
    expect([digits?.pattern, digits?.required, digits?.placeholder]).toEqual(['[0-9]+', true, 'Digits']);
    // The focus is taken by an effect, which may run after the next frame.
    await expect.poll(() => chat.root().activeElement).toBe(digits);
    selecting?.focus();
    expect([selecting?.selectionStart, selecting?.selectionEnd]).toEqual([0, 9]);
    expect([
      digits?.autocomplete,
      digits?.hasAttribute('data-1p-ignore'),
      selecting?.hasAttribute('data-1p-ignore'),
    ]).toEqual(['off', true, false]);
    expect(
      distinct(
        looks(
          [soft, outline].filter((field) => field !== undefined),
          'backgroundColor',
          'borderTopColor',
          'borderTopWidth',
        ),
      ),
    ).toBe(2);
    const gutter = (field: Element | undefined) =>
      field ? Number.parseFloat(styleOf(field, 'paddingInlineStart')) : Number.NaN;
    expect(gutter(wide)).toBeGreaterThan(gutter(narrow));
    expect(pill && outline && styleOf(pill, 'borderTopLeftRadius') !== styleOf(outline, 'borderTopLeftRadius')).toBe(
      true,
    );
  });

  it('a textarea has its rows, grows with its text, and stops at its limit [E172]', async () => {
    const { all } = await show([
      { type: 'Textarea', name: 'a', rows: 2 },
      { type: 'Textarea', name: 'b', rows: 6 },
      { type: 'Textarea', name: 'c', rows: 2, autoResize: true, maxRows: 5, defaultValue: 'x' },
    ]);
    const [two, six, growing] = all('textarea') as HTMLTextAreaElement[];
    expect(six?.offsetHeight).toBeGreaterThan((two?.offsetHeight ?? Infinity) * 1.5);
    const before = growing?.offsetHeight ?? Infinity;
    const write = (lines: number) => {
      if (!growing) return;
      growing.value = 'line\n'.repeat(lines);
      growing.dispatchEvent(new InputEvent('input', { bubbles: true }));
    };
    write(4);
    await expect.poll(() => growing?.offsetHeight).toBeGreaterThan(before);
    write(50);
    await expect.poll(() => growing && growing.scrollHeight > growing.clientHeight).toBe(true);
    expect(growing?.offsetHeight).toBeLessThan((six?.offsetHeight ?? 0) + 20);
  });
});

describe('roots and changes', () => {
  it('a Basic root renders without the frame of a card [E182]', async () => {
    const outlines = async (root: object) => {
      const { chat, all } = await show([{ type: 'Text', value: 'Bare' }], root);
      const inner = all('*').find((element) => element.childElementCount === 0 && element.textContent === 'Bare');
      const edges: string[] = [];
      for (let box = inner?.parentElement; box && !box.classList.contains('item'); box = box.parentElement)
        edges.push(styleOf(box, 'borderTopWidth', 'boxShadow'));
      chat.element.remove();
      return edges.filter((edge) => edge !== '0px | none');
    };
    expect(await outlines({ type: 'Basic', gap: 2, padding: 3 })).toEqual([]);
    expect(await outlines({ type: 'Card' })).not.toEqual([]);
  });

  it('a transition animates a child with a new key, and removes the old one [E163]', async () => {
    const child = (key: string) => ({
      type: 'Card',
      children: [{ type: 'Transition', children: { type: 'Text', key, value: `Child ${key}` } }],
    });
    const chat = await renderChat();
    const turn = await chat.say('hello');
    turn.send(...firstTurn('hello'), done(widgetItem(child('one'))));
    await chat.logs('Child one');
    const started: string[] = [];
    for (const name of ['animationstart', 'transitionrun'])
      chat.root().addEventListener(name, (event) => started.push(event.type), { capture: true });
    turn.send({
      type: 'thread.item.updated',
      item_id: 'w1',
      update: { type: 'widget.root.updated', widget: child('two') },
    });
    await chat.logs('Child two');
    await expect.poll(() => started.length + chat.root().getAnimations().length).toBeGreaterThan(0);
    await expect.poll(() => chat.log().element().textContent).not.toContain('Child one');
    turn.end();
  });
});
