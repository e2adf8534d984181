/** Forms of widgets: their values, their checks, and what an action sends. */
import { userEvent } from 'vitest/browser';
import { describe, expect, it, vi } from 'vitest';
import { card, showWidget as show } from '../../../../../test/harness/chat/show-widget.ts';

const save = { type: 'Button', label: 'Save', submit: true };

describe('forms', () => {
  const form = {
    type: 'Form',
    onSubmitAction: { type: 'save', payload: { from: 'test' } },
    children: [
      { type: 'Label', value: 'Title', fieldName: 'todo.title' },
      { type: 'Input', name: 'todo.title', required: true, pattern: '[a-z ]+', defaultValue: 'milk' },
      { type: 'Checkbox', name: 'todo.urgent', label: 'Urgent' },
      {
        type: 'RadioGroup',
        name: 'size',
        options: [
          { label: 'Small', value: 's' },
          { label: 'Large', value: 'l' },
          { label: 'Gone', value: 'x', disabled: true },
        ],
        direction: 'col',
      },
      {
        type: 'Select',
        name: 'color',
        options: [
          { label: 'Red', value: 'red' },
          { label: 'Blue', value: 'blue' },
        ],
        defaultValue: 'blue',
      },
      { type: 'DatePicker', name: 'due', defaultValue: '2026-03-04T10:00:00Z', min: '2026-01-01T00:00:00Z' },
      { type: 'Textarea', name: 'note', rows: 4 },
      { type: 'Button', label: 'Also', onClickAction: { type: 'also' } },
      save,
    ],
  };

  it('add the values of their named controls to every action; dots nest [E148]', async () => {
    const { find, button, actions } = show(card([form]));
    find<HTMLInputElement>('input[type=checkbox]').click();
    find<HTMLInputElement>('input[value=l]').click();
    await userEvent.fill(find('textarea'), 'two litres');
    button('Save').click();
    await vi.waitFor(() => expect(actions).toHaveLength(1));
    const values = {
      todo: { title: 'milk', urgent: true },
      size: 'l',
      color: 'blue',
      due: '2026-03-04T00:00:00.000Z',
      note: 'two litres',
    };
    expect(actions[0]).toMatchObject({ type: 'save', payload: { from: 'test', ...values } });
    await vi.waitFor(() => expect(button('Also').disabled).toBe(false));
    button('Also').click();
    expect(actions[1]).toMatchObject({ type: 'also', payload: values });
  });

  it("never override the payload's own members, and report that [E149]", async () => {
    const { button, actions, errors } = show(
      card([
        {
          type: 'Form',
          children: [
            { type: 'Input', name: 'id', defaultValue: 'typed' },
            { type: 'Button', label: 'Go', onClickAction: { type: 'go', payload: { id: 'declared' } } },
          ],
        },
      ]),
    );
    button('Go').click();
    await vi.waitFor(() => expect(actions[0]?.payload).toEqual({ id: 'declared' }));
    expect(errors[0]).toContain('"id"');
  });

  it('block submission on an invalid field, which gets the focus [E150]', async () => {
    const { find, button, actions, root } = show(card([form]));
    const title = find<HTMLInputElement>('input[required]');
    await userEvent.clear(title);
    button('Save').click();
    expect(actions).toEqual([]);
    expect(root.activeElement).toBe(title);
    await userEvent.fill(title, '123');
    button('Save').click();
    expect(actions).toEqual([]);
  });

  it('leave out a field whose name would change the prototype of objects', async () => {
    const field = { type: 'Input', name: '__proto__.isAdmin', defaultValue: 'yes' };
    const { button, actions } = show(
      card([{ type: 'Form', onSubmitAction: { type: 'save' }, children: [field, save] }]),
    );
    button('Save').click();
    await vi.waitFor(() => expect(actions).toHaveLength(1));
    expect(JSON.stringify(actions[0])).not.toContain('isAdmin');
  });

  it('focus the first of several wrong fields', () => {
    const fields = ['first', 'second'].map((name) => ({ type: 'Input', name, required: true }));
    const { button, root } = show(
      card([{ type: 'Form', onSubmitAction: { type: 'save' }, children: [...fields, save] }]),
    );
    button('Save').click();
    expect(root.activeElement).toBe(root.querySelector('input'));
  });

  it('mark a label as required only for a field of the same form', () => {
    const { find } = show(
      card([
        { type: 'Label', value: 'Outside', fieldName: 'x' },
        { type: 'Form', children: [{ type: 'Input', name: 'x', required: true }, save] },
      ]),
    );
    expect(find('label').textContent).toBe('Outside');
  });

  it('validate a card on confirm, not on cancel, and collapse it if declared [E151]', async () => {
    const json = card([{ type: 'Input', name: 'name', required: true }], {
      asForm: true,
      collapsed: true,
      status: { text: 'Sign up' },
      confirm: { label: 'OK', action: { type: 'ok' } },
      cancel: { label: 'No', action: { type: 'no' } },
    });
    const { find, button, actions, place } = show(json);
    button('OK').click();
    expect(actions).toEqual([]);
    button('No').click();
    await vi.waitFor(() => expect(actions).toMatchObject([{ type: 'no' }]));
    await vi.waitFor(() => expect(button('OK').disabled).toBe(false));
    await userEvent.fill(find('input'), 'Ada');
    button('OK').click();
    await vi.waitFor(() => expect(actions[1]).toMatchObject({ type: 'ok', payload: { name: 'Ada' } }));
    await vi.waitFor(() => expect(place.textContent).toBe('Sign up'));
  });

  it("send a control's value on change; disabled options cannot be chosen [E175 E176]", async () => {
    const { find, actions } = show(
      card([
        { type: 'Checkbox', name: 'news', onChangeAction: { type: 'changed' } },
        {
          type: 'RadioGroup',
          name: 'plan',
          options: [
            { label: 'A', value: 'a', disabled: true },
            { label: 'B', value: 'b' },
          ],
        },
      ]),
    );
    find<HTMLInputElement>('input[type=checkbox]').click();
    await vi.waitFor(() => expect(actions).toMatchObject([{ type: 'changed', payload: { news: true } }]));
    expect(find<HTMLInputElement>('input[value=a]').disabled).toBe(true);
    expect(find('[role=radiogroup]').getAttribute('aria-label')).toBe('plan');
  });

  it('focus a field from its label [E177]', async () => {
    const { find, root } = show(card([form]));
    await userEvent.click(find('label.w-label'));
    expect(root.activeElement).toBe(find('input[required]'));
  });

  it('keep typed values in a new root if control and default stay the same [E180]', async () => {
    const { find, draw } = show(card([form]));
    await userEvent.fill(find('textarea'), 'still here');
    draw(
      card([
        { ...form, onSubmitAction: { type: 'save2' } },
        { type: 'Text', value: 'new below' },
      ]),
    );
    expect(find<HTMLTextAreaElement>('textarea').value).toBe('still here');
    draw(
      card([
        {
          ...form,
          children: form.children.map((child) =>
            child.type === 'Textarea' ? { ...child, defaultValue: 'from the server' } : child,
          ),
        },
      ]),
    );
    await vi.waitFor(() => expect(find<HTMLTextAreaElement>('textarea').value).toBe('from the server'));
  });

  it('have editable text as a field [E165]', async () => {
    const { find, button, actions } = show(
      card([
        {
          type: 'Form',
          children: [
            { type: 'Text', value: 'Draft', editable: { name: 'subject' } },
            { type: 'Button', label: 'Go', onClickAction: { type: 'go' } },
          ],
        },
      ]),
    );
    await userEvent.fill(find('textarea'), 'Final\nand more');
    button('Go').click();
    await vi.waitFor(() => expect(actions[0]?.payload).toEqual({ subject: 'Final\nand more' }));
  });
});
