/** Fields of widgets: their names, what may be filled in, what is wrong with them, and the pickers by keyboard. */
import { userEvent } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { card, showWidget as show } from '../../../../test/harness/chat/show-widget.ts';
import { strings as german } from '../../locales/de-DE.ts';

const go = { type: 'Button', label: 'Go', submit: true };
const form = (children: object[], more: object = {}) =>
  card([{ type: 'Form', onSubmitAction: { type: 'save' }, ...more, children: [...children, go] }]);
const label = (value: string, fieldName: string) => ({ type: 'Label', value, fieldName });
const option = (value: string, more: object = {}) => ({ value, label: value.toUpperCase(), ...more });
const german_ = { locale: 'de-DE', direction: 'ltr', strings: german } as const;

describe('the name of a form', () => {
  const title = (value: string) => ({ type: 'Title', value });
  const field = { type: 'Input', name: 'n' };

  it.each([
    ['its title', form([title('Book a table'), field]), 'Book a table'],
    ['the first of its titles', form([title('First'), { type: 'Col', children: [title('Second')] }]), 'First'],
    ['its title, before the one of its widget', card([title('All'), { type: 'Form', children: [{ type: 'Col', children: [title('One')] }] }]), 'One'],
    ['the status line of its widget', { ...form([field]), status: { text: 'Casa do Alecrim' } }, 'Casa do Alecrim'],
    ['the title of its widget', card([title('Order'), { type: 'Form', children: [field] }]), 'Order'],
    ['the title of a card that is a form', card([title('New account'), field], { asForm: true }), 'New account'],
    ['the button of a card without a title', card([field], { asForm: true, confirm: { label: 'Vote', action: { type: 'v' } } }), 'Vote'],
    ['nothing', form([title(' '), { type: 'Title', value: null }, field]), null],
  ])('is %s', (_, widget, name) => {
    expect(show(widget).find('form').getAttribute('aria-label')).toBe(name);
  }); // prettier-ignore
});

describe('the name of a field', () => {
  it.each([
    ['Input', { type: 'Input', name: 'n', placeholder: 'Ada' }],
    ['Textarea', { type: 'Textarea', name: 'n', placeholder: 'Ada' }],
    ['Select', { type: 'Select', name: 'n', placeholder: 'Ada', options: [] }],
    ['RadioGroup', { type: 'RadioGroup', name: 'n', options: [option('a')] }],
    ['Checkbox', { type: 'Checkbox', name: 'n' }],
    ['editable Text', { type: 'Text', value: 'x', editable: { name: 'n', placeholder: 'Ada' } }],
  ])('%s is named by its Label, not by its placeholder or its raw name [E177]', (_, field) => {
    const { root } = show(form([label('Your name', 'n'), field]));
    const named = root.querySelector('[id$="-n"]');
    expect(named?.getAttribute('aria-label')).toBeNull();
    expect(root.getElementById(named?.getAttribute('aria-labelledby') ?? '')?.textContent).toBe('Your name');
  });

  it('of a DatePicker contains its label and its day', async () => {
    const { root, find } = show(
      form([label('Birthday', 'n'), { type: 'DatePicker', name: 'n', defaultValue: '2026-11-20T00:00:00Z' }]),
    );
    const words = (find('.w-picker').getAttribute('aria-labelledby') ?? '')
      .split(' ')
      .map((id) => root.getElementById(id)?.textContent);
    expect(words).toEqual(['Birthday', 'Nov 20, 2026']);
  });

  it.each(['Label', 'placeholder'])('is also that of the list and the calendar that it opens: %s', async (by) => {
    const { root, find } = show(
      form([
        ...(by === 'Label' ? [label('Land', 'l'), label('Birthday', 'd')] : []),
        { type: 'Select', name: 'l', placeholder: by === 'Label' ? 'Choose' : 'Land', options: [option('a')] },
        { type: 'DatePicker', name: 'd', placeholder: by === 'Label' ? 'Choose' : 'Birthday' },
      ]),
    );
    const nameOf = (selector: string) => {
      const named = root.querySelector(selector);
      return named?.ariaLabel ?? root.getElementById(named?.getAttribute('aria-labelledby') ?? '')?.textContent;
    };
    await userEvent.click(find('button[role=combobox]'));
    expect(nameOf('[role=listbox]')).toBe('Land');
    await userEvent.keyboard('{Escape}');
    await userEvent.click(find('.w-picker[aria-haspopup=dialog]'));
    await vi.waitFor(() => expect(nameOf('[role=dialog]')).toBe('Birthday'));
  });

  it('is the placeholder without a Label, and the raw name only when there is nothing else', () => {
    const { place } = show(
      form([
        { type: 'Input', name: 'a', placeholder: 'Your name' },
        { type: 'Input', name: 'b' },
        { type: 'RadioGroup', name: 'c', options: [option('a')] },
        { type: 'RadioGroup', name: 'd', ariaLabel: 'Seating', options: [option('a')] },
      ]),
    );
    const names = [...place.querySelectorAll('input:not([type=radio]), [role=radiogroup]')].map((field) =>
      field.getAttribute('aria-label'),
    );
    expect(names).toEqual(['Your name', 'b', 'c', 'Seating']);
  });

  it('belongs to its own form: the same name in two forms has two labels', async () => {
    const { place, root } = show(
      card(
        ['One', 'Two'].map((value) => ({
          type: 'Form',
          children: [label(value, 'qty'), { type: 'Input', name: 'qty' }],
        })),
      ),
    );
    const [one, two] = [...place.querySelectorAll('input')].map(({ labels }) => labels?.[0]?.textContent);
    expect([one, two]).toEqual(['One', 'Two']);
    await userEvent.click(place.querySelectorAll('label')[1] ?? place);
    expect(root.activeElement).toBe(place.querySelectorAll('input')[1]);
  });

  it('has a unique id for names in any script', () => {
    const { place } = show(form([{ type: 'Input', name: 'имя' }, { type: 'Input', name: 'год' }, { type: 'Input', name: 'a.b' }, { type: 'Input', name: 'a_b' }])); // prettier-ignore
    expect(new Set([...place.querySelectorAll('input')].map(({ id }) => id)).size).toBe(4);
  });

  it('a click on the Label focuses a group and a list without opening it', async () => {
    const { place, root, find } = show(
      form([
        label('Seat', 's'),
        { type: 'RadioGroup', name: 's', defaultValue: 'b', options: [option('a'), option('b')] },
        label('Land', 'l'),
        { type: 'Select', name: 'l', options: [option('a')] },
      ]),
    );
    const [seat, land] = place.querySelectorAll('label.w-label');
    await userEvent.click(seat ?? place);
    expect(root.activeElement).toBe(find('input[value=b]'));
    await userEvent.click(land ?? place);
    expect(root.activeElement).toBe(find('[role=combobox]'));
    expect(find('[role=combobox]').ariaExpanded).toBe('false');
  });
});

describe('autofill', () => {
  it.each([
    [{ inputType: 'email' }, 'email'],
    [{ inputType: 'tel' }, 'tel'],
    [{ inputType: 'url', allowAutofillExtensions: true }, 'url'],
    [{ inputType: 'text' }, 'off'],
    [{ inputType: 'text', allowAutofillExtensions: true }, 'off'],
    [{ inputType: 'email', autoComplete: 'work email' }, 'work email'],
    [{ autoComplete: 'on" onfocus="x' }, 'off'],
    [{ inputType: 'password', autoComplete: 'current-password' }, 'new-password'],
    [{ inputType: 'password', allowAutofillExtensions: true }, 'new-password'],
  ])('%j has autocomplete="%s" [E171]', (more, expected) => {
    const { find } = show(card([{ type: 'Input', name: 'n', ...more }]));
    expect(find<HTMLInputElement>('input').getAttribute('autocomplete')).toBe(expected);
    expect(find('input').hasAttribute('data-1p-ignore')).toBe(!('allowAutofillExtensions' in more));
  });

  it('an editable text has its own autocomplete', () => {
    const { find } = show(card([{ type: 'Text', value: '', editable: { name: 'n', autoComplete: 'street-address' } }]));
    expect(find('textarea').getAttribute('autocomplete')).toBe('street-address');
  });
});

describe('a password', () => {
  it('is never filled in from the tree, is sent once, and is empty after it was sent', async () => {
    const json = form([{ type: 'Input', name: 'secret', inputType: 'password', defaultValue: 'from the server' }]);
    const { find, button, actions, draw } = show(json);
    const field = find<HTMLInputElement>('input');
    expect(field.value).toBe('');
    await userEvent.fill(field, 'hunter2');
    button('Go').click();
    await vi.waitFor(() => expect(actions).toMatchObject([{ payload: { secret: 'hunter2' } }]));
    await vi.waitFor(() => expect(field.value).toBe(''));
    draw({ ...json, status: { text: 'Saved' } });
    expect(find<HTMLInputElement>('input').value).toBe('');
  });
});

describe('validation', () => {
  const everything = form([
    label('Name', 'name'),
    { type: 'Input', name: 'name', required: true },
    { type: 'Input', name: 'mail', inputType: 'email' },
    { type: 'Input', name: 'site', inputType: 'url' },
    { type: 'Input', name: 'code', pattern: '[0-9]{4}' },
    { type: 'Textarea', name: 'text', pattern: 'yes|no' },
    { type: 'RadioGroup', name: 'seat', required: true, options: [option('a')] },
    { type: 'Checkbox', name: 'terms', label: 'Terms', required: true },
    { type: 'Select', name: 'land', required: true, options: [option('a')] },
    { type: 'DatePicker', name: 'day', required: true },
    { type: 'Text', value: '', editable: { name: 'note', required: true } },
  ]);

  it('marks what is required, beside the label or in the field', () => {
    const { find, place, root } = show(everything);
    expect(find('.w-label').textContent).toBe('Name *');
    expect(find('.w-label .w-required').ariaHidden).toBe('true');
    expect(find('.w-choice:has([type=checkbox])').textContent).toBe('Terms *');
    // The fields without a label carry their mark themselves.
    expect(place.querySelectorAll('.w-control.marked > .w-required')).toHaveLength(3);
    expect(find('[role=radiogroup]').ariaRequired).toBe('true');
    expect(find('[role=combobox]').ariaRequired).toBe('true');
    // A button has no `aria-required`.
    const described = find('[aria-haspopup=dialog]').getAttribute('aria-describedby') ?? '';
    expect(root.getElementById(described)?.textContent).toBe('Fill in this field.');
  });

  it("shows the error beside each field, in the visitor's language, and focuses the first [E150]", async () => {
    const { find, place, root, button, actions } = show(everything, { language: german_ });
    await userEvent.fill(find('[id$=mail]'), 'ada');
    await userEvent.fill(find('[id$=site]'), 'ada');
    await userEvent.fill(find('[id$=code]'), '12');
    await userEvent.fill(find('textarea[id$=text]'), 'maybe');
    button('Go').click();
    await vi.waitFor(() => expect(place.querySelectorAll('.w-problem').length).toBe(10));
    expect([...place.querySelectorAll('.w-problem')].map(({ textContent }) => textContent)).toEqual([
      german['widget.required'],
      german['widget.email'],
      german['widget.url'],
      german['widget.pattern'],
      german['widget.pattern'],
      german['widget.required.choice'],
      german['widget.required.check'],
      german['widget.required.choice'],
      german['widget.required'],
      german['widget.required'],
    ]);
    expect(root.activeElement).toBe(find('[id$=name]'));
    expect(find('[id$=name]').ariaInvalid).toBe('true');
    expect(root.getElementById(find('[id$=name]').getAttribute('aria-describedby') ?? '')?.textContent).toBe(
      german['widget.required'],
    );
    expect(actions).toEqual([]);
  });

  it('removes the error when the value changes, and sends when all fields are valid', async () => {
    const { find, place, root, button, actions } = show(
      form([
        { type: 'Input', name: 'a', required: true },
        { type: 'RadioGroup', name: 'b', required: true, options: [option('x', { disabled: true }), option('y')] },
      ]),
    );
    button('Go').click();
    await vi.waitFor(() => expect(place.querySelectorAll('.w-problem')).toHaveLength(2));
    await userEvent.fill(find('input'), 'x');
    expect(place.querySelectorAll('.w-problem')).toHaveLength(1);
    button('Go').click();
    await vi.waitFor(() => expect(root.activeElement).toBe(find('input[value=y]')));
    await userEvent.click(find('input[value=y]'));
    button('Go').click();
    await vi.waitFor(() => expect(actions[0]?.payload).toEqual({ a: 'x', b: 'y' }));
  });

  it('accepts numbers with decimals, and ignores fields that are disabled', async () => {
    const { find, button, actions } = show(
      form([
        { type: 'Input', name: 'n', inputType: 'number' },
        { type: 'Input', name: 'off', required: true, disabled: true },
      ]),
    );
    await userEvent.fill(find('[type=number]'), '1.25');
    button('Go').click();
    await vi.waitFor(() => expect(actions[0]?.payload).toMatchObject({ n: '1.25' }));
  });

  it('leaves out a field whose name would change the prototype, and reports it', async () => {
    const { button, actions, errors, find } = show(form([{ type: 'Input', name: '__proto__.admin' }, { type: 'Input', name: 'ok' }])); // prettier-ignore
    await userEvent.fill(find('[id$=ok]'), 'fine');
    button('Go').click();
    await vi.waitFor(() => expect(JSON.stringify(actions[0]?.payload)).toBe('{"ok":"fine"}'));
    expect(errors).toEqual([expect.stringContaining('"__proto__.admin"')]);
  });
});

describe('editable text', () => {
  it('keeps its lines, grows with them, and adds a line on Enter [E165]', async () => {
    const draft = 'Dear Ada,\n\nsee you at seven.';
    const { find, button, actions } = show(form([{ type: 'Text', value: draft, editable: { name: 'mail' } }]));
    const field = find<HTMLTextAreaElement>('textarea');
    expect(field.value).toBe(draft);
    const height = field.offsetHeight;
    expect(field.scrollHeight).toBeLessThanOrEqual(field.clientHeight);
    field.focus();
    field.setSelectionRange(draft.length, draft.length);
    await userEvent.keyboard('{Enter}{Enter}Bob');
    expect(field.offsetHeight).toBeGreaterThan(height);
    expect(actions).toEqual([]);
    button('Go').click();
    await vi.waitFor(() => expect(actions[0]?.payload).toEqual({ mail: `${draft}\n\nBob` }));
  });
});

describe('a Select', () => {
  const countries = ['Aruba', 'Österreich', 'Belgium', 'Brazil', 'Chad'].map((name) => ({ value: name.slice(0, 2), label: name })); // prettier-ignore
  const select = (more: object) => form([{ type: 'Select', name: 'land', options: countries, ...more }]);
  const parts = (more: object) => {
    const shown = show(select(more));
    const list = () => shown.place.querySelector<HTMLElement>('[role=listbox]');
    const active = () => shown.place.querySelector('.menu-entry.active')?.textContent;
    const rows = () => [...shown.place.querySelectorAll('[role=option]')].map(({ textContent }) => textContent);
    return { ...shown, box: shown.find('button[role=combobox]'), list, active, rows };
  };

  it('shows its placeholder, then the chosen label; arrows, Home, End and Enter choose [E173]', async () => {
    const { box, list, active, root, button, actions } = parts({ placeholder: 'Choose a country' });
    expect(box.textContent).toBe('Choose a country');
    box.focus();
    await userEvent.keyboard('{ArrowDown}');
    expect(box.ariaExpanded).toBe('true');
    expect(root.activeElement).toBe(list());
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(active()).toBe('Belgium');
    expect(root.getElementById(list()?.getAttribute('aria-activedescendant') ?? '')?.textContent).toBe('Belgium');
    await userEvent.keyboard('{End}');
    expect(active()).toBe('Chad');
    await userEvent.keyboard('{Home}{Enter}');
    expect(list()).toBeNull();
    expect(root.activeElement).toBe(box);
    expect(box.textContent).toBe('Aruba');
    button('Go').click();
    await vi.waitFor(() => expect(actions[0]?.payload).toEqual({ land: 'Ar' }));
  });

  it('Escape closes it and changes nothing; Tab chooses and moves on; letters find an option [E173]', async () => {
    const { box, list, active, root } = parts({ defaultValue: 'Ch' });
    box.focus();
    await userEvent.keyboard('{ArrowDown}{ArrowUp}{Escape}');
    expect([list(), box.textContent, root.activeElement]).toEqual([null, 'Chad', box]);
    await userEvent.keyboard('{ArrowDown}br');
    expect(active()).toBe('Brazil');
    await userEvent.keyboard('{Tab}');
    expect(list()).toBeNull();
    expect(box.textContent).toBe('Brazil');
    expect(root.activeElement).not.toBe(box);
    box.focus();
    // Typed letters belong together for a while.
    const later = performance.now() + 800;
    const clock = vi.spyOn(Event.prototype, 'timeStamp', 'get').mockReturnValue(later);
    await userEvent.keyboard('o');
    clock.mockRestore();
    expect(box.textContent).toBe('Österreich');
  });

  it('skips and refuses disabled options, and shows descriptions [E173]', async () => {
    const options = [
      option('a', { disabled: true }),
      option('b', { description: 'The second' }),
      option('c', { disabled: true }),
      option('d'),
      option('d', { label: 'Twice' }),
      { label: 'No value' },
      null,
    ];
    const { box, active, rows, place } = parts({ options });
    await userEvent.click(box);
    expect(rows()).toEqual(['A', 'BThe second', 'C', 'D']);
    expect(active()).toBe('BThe second');
    await userEvent.keyboard('{ArrowDown}');
    expect(active()).toBe('D');
    await userEvent.click(place.querySelector('[aria-disabled]') ?? place, { force: true });
    expect(box.textContent).toBe('Choose…');
    await userEvent.keyboard('{Enter}');
    expect(box.textContent).toBe('D');
  });

  it('searches lists of over 15 options, ignoring accents and case [E173]', async () => {
    const many = [...countries, ...Array.from({ length: 11 }, (_, index) => option(`option ${index}`))];
    const { box, rows, root, place, find } = parts({ options: many });
    await userEvent.click(box);
    const search = find<HTMLInputElement>('.w-search');
    expect(root.activeElement).toBe(search);
    await userEvent.keyboard('oster');
    expect(rows()).toEqual(['Österreich']);
    await userEvent.keyboard('x');
    expect(place.querySelector('.menu-note')?.textContent).toBe('No matches');
    await userEvent.keyboard('{Backspace}{Enter}');
    expect(box.textContent).toBe('Österreich');
  });

  it.each([
    [{ options: countries }, false],
    [{ options: countries, searchable: true }, true],
    [{ options: Array.from({ length: 16 }, (_, index) => option(`o${index}`)), searchable: false }, false],
    [{ options: Array.from({ length: 15 }, (_, index) => option(`o${index}`)) }, false],
  ])('has a search field as declared or by length %#', async (more, isSearched) => {
    const { box, place } = parts(more);
    await userEvent.click(box);
    expect(place.querySelector('.w-search') !== null).toBe(isSearched);
  });

  it('is emptied by its clear button, which fits on one line and returns the focus [E173]', async () => {
    const { box, button, root, actions } = parts({
      clearable: true,
      defaultValue: 'Ar',
      onChangeAction: { type: 'x' },
    });
    button('Clear').click();
    await vi.waitFor(() => expect(actions).toMatchObject([{ type: 'x', payload: { land: '' } }]));
    expect(root.activeElement).toBe(box);
  });

  it.each(['top', 'bottom'] as const)('opens at the side it declares: %s [E173]', async (side) => {
    const { box, find, place } = parts({ side, align: 'end' });
    place.style.cssText = 'display: block; margin: 250px 0 250px 200px; width: 200px';
    await userEvent.click(box);
    await vi.waitFor(() => expect(find('.menu').style.opacity).toBe(''));
    const [menu, anchor] = [find('.menu').getBoundingClientRect(), box.getBoundingClientRect()];
    const gap = side === 'top' ? anchor.top - menu.bottom : menu.top - anchor.bottom;
    expect(gap).toBeGreaterThanOrEqual(0);
    expect(gap).toBeLessThan(12);
    expect(menu.right).toBeCloseTo(anchor.right, 0);
    expect(menu.width).toBeGreaterThanOrEqual(anchor.width - 1);
  });

  it('closes when the visitor presses elsewhere', async () => {
    const { box, list, place } = parts({});
    await userEvent.click(box);
    expect(list()).not.toBeNull();
    place.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, composed: true }));
    await vi.waitFor(() => expect(list()).toBeNull());
  });
});

describe('a DatePicker', () => {
  const parts = (more: object, dir: 'ltr' | 'rtl' = 'ltr', language?: typeof german_) => {
    const shown = show(form([{ type: 'DatePicker', name: 'day', ...more }]), language && { language });
    shown.root.host.setAttribute('dir', dir);
    const focused = () => shown.root.activeElement?.getAttribute('data-day');
    const open = async () => {
      shown.find('.w-picker').focus();
      await userEvent.keyboard('{ArrowDown}');
      await vi.waitFor(() => expect(focused()).toBeTruthy());
    };
    return { ...shown, focused, open, box: shown.find('.w-picker') };
  };

  it('keys move by days, weeks, months and years; Enter chooses an ISO date-time [E174]', async () => {
    const { open, focused, box, root, button, actions } = parts({ defaultValue: '2026-11-18T15:00:00Z' });
    await open();
    expect(focused()).toBe('2026-11-18');
    const steps: [string, string][] = [
      ['{ArrowRight}', '2026-11-19'],
      ['{ArrowDown}', '2026-11-26'],
      ['{ArrowLeft}', '2026-11-25'],
      ['{ArrowUp}', '2026-11-18'],
      ['{Home}', '2026-11-15'],
      ['{End}', '2026-11-21'],
      ['{PageDown}', '2026-12-21'],
      ['{PageUp}{PageUp}', '2026-10-21'],
      ['{Shift>}{PageDown}{/Shift}', '2027-10-21'],
    ];
    for (const [keys, day] of steps) {
      await userEvent.keyboard(keys);
      await vi.waitFor(() => expect(focused(), keys).toBe(day));
    }
    await userEvent.keyboard('{Enter}');
    await vi.waitFor(() => expect(root.activeElement).toBe(box));
    expect(box.textContent).toBe('Oct 21, 2027');
    button('Go').click();
    await vi.waitFor(() => expect(actions[0]?.payload).toEqual({ day: '2027-10-21T00:00:00.000Z' }));
  });

  it('left and right arrows follow the screen in a right-to-left page [E174]', async () => {
    const { open, focused } = parts({ defaultValue: '2026-11-18', placeholder: 'اليوم' }, 'rtl');
    await open();
    await userEvent.keyboard('{ArrowRight}');
    await vi.waitFor(() => expect(focused()).toBe('2026-11-17'));
  });

  it('min and max are inclusive, and no key leads past them [E174]', async () => {
    const { open, focused, place } = parts({
      min: '2026-11-10T23:59:59Z',
      max: '2026-11-20',
      defaultValue: '2026-11-18',
    });
    await open();
    const enabled = [...place.querySelectorAll<HTMLButtonElement>('[data-day]')].filter(({ disabled }) => !disabled);
    expect([enabled[0], enabled.at(-1)].map((day) => day?.dataset['day'])).toEqual(['2026-11-10', '2026-11-20']);
    await userEvent.keyboard('{PageDown}');
    await vi.waitFor(() => expect(focused()).toBe('2026-11-20'));
    await userEvent.keyboard('{PageUp}');
    await vi.waitFor(() => expect(focused()).toBe('2026-11-10'));
  });

  it('weeks begin as the locale has it, and the months have its names', async () => {
    const { open, place } = parts({ defaultValue: '2026-11-18' }, 'ltr', german_);
    await open();
    expect(place.querySelector('th .hidden')?.textContent).toBe('Montag');
    expect(place.querySelector('.w-month-name')?.textContent).toBe('November 2026');
    expect(place.querySelector('[data-day="2026-11-18"]')?.ariaLabel).toBe('Mittwoch, 18. November 2026');
  });

  it('Tab stays in the dialog; Escape closes it and changes nothing; its buttons turn the month [E174]', async () => {
    const { open, focused, root, box, button, place } = parts({ defaultValue: '2026-11-18' });
    await open();
    await userEvent.keyboard('{Tab}');
    expect(root.activeElement).toBe(button('Previous month'));
    await userEvent.keyboard('{Tab}{Enter}');
    expect(place.querySelector('.w-month-name')?.textContent).toBe('December 2026');
    expect(root.activeElement).toBe(button('Next month'));
    await userEvent.keyboard('{Tab}');
    expect(focused()).toBe('2026-12-18');
    await userEvent.keyboard('{Escape}');
    expect(root.activeElement).toBe(box);
    expect(box.textContent).toBe('Nov 18, 2026');
  });

  it.each(['2026-02-30', 'soon', '', 'NaN-01-01', 20261118, '99999-01-01'])(
    'ignores the default %j, which is not a day [E174]',
    (defaultValue) => {
      expect(parts({ defaultValue }).box.textContent).toBe('Choose a date…');
    },
  );
});
