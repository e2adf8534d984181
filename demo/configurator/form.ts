/**
 * The form of the configurator: one control for each option in the tables, with its description and, if its value is
 * invalid, an error.
 */
import schema from '../../docs/options.schema.json' with { type: 'json' };
import { readOptions } from '../../src/options/checks.ts';
import { diagnose, toAttribute } from '../../src/options/diagnose.ts';
import { launcherOptions } from '../../src/options/launcher-options.ts';
import { dockOptions, isPageOption, optionNames, type OptionName } from '../../src/options/options.ts';
import type { Values } from './snippets.ts';

interface Kind {
  kind: string;
  fallback: unknown;
  words?: readonly string[];
}

/** The options that most owners change. */
const looks: OptionName[] = ['title', 'greeting', 'prompts', 'accent', 'theme', 'position', 'locale'];
const others = optionNames.filter((name) => !looks.includes(name));

/** Every option belongs to one group. Options of a table that is not listed here go to the last group. */
const groups: [title: string, names: OptionName[]][] = [
  ['Texts and looks', looks],
  ['Launcher and position', others.filter((name) => name in launcherOptions)],
  ['On the page, script tag only', others.filter(isPageOption)],
  ['Chat', others.filter((name) => !(name in launcherOptions) && !isPageOption(name))],
];

const meanings: Record<string, { description?: string }> = schema.properties;

/** The error message for a value that the option does not accept; undefined for a valid value. */
function faultOf(name: OptionName, text: string): string | undefined {
  const { invalid } = readOptions({ [name]: text });
  return diagnose(invalid, { [name]: text })[0];
}

/** Fills `form` with a control for each option. `onChange` gets the values that were changed and are valid. */
export function drawForm(form: HTMLElement, first: Values, onChange: (values: Values) => void): void {
  const texts: Values = { ...first };
  const valid = () => {
    const entries = Object.entries(texts).filter(([name, text]) => faultOf(name as OptionName, text) === undefined);
    return Object.fromEntries(entries) as Values;
  };
  for (const [title, names] of groups) {
    const group = add(form, 'fieldset');
    add(group, 'legend', title);
    for (const name of names) {
      drawOption(group, name, texts[name], (text) => {
        if (text === undefined) delete texts[name];
        else texts[name] = text;
        onChange(valid());
      });
    }
  }
  onChange(valid());
}

function drawOption(
  group: HTMLElement,
  name: OptionName,
  first: string | undefined,
  onText: (text: string | undefined) => void,
) {
  const row = add(group, 'div');
  row.className = 'option';
  row.dataset['option'] = name;
  const label = add(row, 'label');
  label.htmlFor = `option-${name}`;
  add(label, 'code', toAttribute(name));
  const control = createControl(dockOptions[name], first);
  control.id = label.htmlFor;
  control.setAttribute('aria-describedby', `meaning-${name} fault-${name}`);
  row.append(control);
  const fault = add(row, 'p');
  fault.className = 'fault';
  fault.id = `fault-${name}`;
  const meaning = add(row, 'p', meanings[name]?.description ?? '');
  meaning.className = 'meaning';
  meaning.id = `meaning-${name}`;
  const check = () => {
    const text = control.value === '' ? undefined : control.value;
    const wrong = text === undefined ? undefined : faultOf(name, text);
    fault.textContent = wrong ?? '';
    control.setAttribute('aria-invalid', String(wrong !== undefined));
    return text;
  };
  control.addEventListener('input', () => onText(check()));
  check();
}

/** A list of words for options that take only those, and a text field for all others. */
function createControl({ kind, fallback, words }: Kind, first = ''): HTMLSelectElement | HTMLInputElement {
  const choices = kind === 'flag' ? ['true', 'false'] : kind === 'choice' ? words : undefined;
  const said = Array.isArray(fallback) ? fallback.join(' ') : String(fallback ?? '');
  if (!choices || (first !== '' && !choices.includes(first))) {
    const field = document.createElement('input');
    field.type = 'text';
    field.autocomplete = 'off';
    field.spellcheck = false;
    field.placeholder = said;
    field.value = first;
    return field;
  }
  const select = document.createElement('select');
  select.append(new Option(`${said} (default)`, ''));
  for (const word of choices) select.append(new Option(word, word));
  select.value = first;
  return select;
}

function add<Tag extends keyof HTMLElementTagNameMap>(
  parent: Element,
  tag: Tag,
  text = '',
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  element.textContent = text;
  parent.append(element);
  return element;
}
