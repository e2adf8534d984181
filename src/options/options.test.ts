import { readOptions } from './checks.ts';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { optionsPage, optionsSchema } from '../../scripts/docs/options-docs.ts';
import { diagnose, nearestOf, toAttribute } from './diagnose.ts';
import { chatOptions } from './chat-options.ts';
import { launcherOptions } from './launcher-options.ts';
import { readWith } from './kinds.ts';
import { optionNames, resolveOptions, dockOptions } from './options.ts';

const read = (given: Record<string, unknown>) => readWith(dockOptions, given);

describe('options', () => {
  it('get docs and schema from one definition', () => {
    expect(readFileSync('docs/options.md', 'utf8'), 'run: node scripts/docs/options-docs.ts').toBe(optionsPage());
    expect(readFileSync('docs/options.schema.json', 'utf8'), 'run: node scripts/docs/options-docs.ts').toBe(
      optionsSchema(),
    );
  });

  it('are each in one of the two tables', () => {
    expect(Object.keys(launcherOptions).filter((name) => name in chatOptions)).toEqual([]);
  });

  it('are the documented set, by their attributes', () => {
    const promised =
      `api-url client-secret-url domain-key engine headers upload config debug name load nonce position offset-x offset-y z-index width height
      fullscreen mobile launcher launcher-label launcher-icon trigger open teaser shortcut esc focus theme accent radius density font locale strings dir title
      greeting prompts placeholder disclaimer attachments voice feedback retry history persist thread user-token badge mock`.split(
        /\s+/,
      );
    const added = [
      'ai-notice',
      'engine-src',
      'engine-timeout',
      'fallback-url',
      'fullscreen-shortcut',
      'header',
      'avatar',
      'status',
      'header-color',
      'logo',
      'introduction',
      'unread',
      'hide-on',
      'open-after',
      'open-on',
      'proactive',
      'consent',
      'layout',
      'target',
      'resizable',
      'draggable',
      'message-actions',
      'page-context',
    ];
    expect(optionNames.map((name) => toAttribute(name).replace('data-', '')).sort()).toEqual(
      [...promised, ...added].sort(),
    );
    expect(dockOptions.engine).toMatchObject({ words: ['auto', 'openai', 'local'], fallback: 'auto' });
    expect(dockOptions.theme).toMatchObject({ words: ['light', 'dark', 'system', 'auto'], fallback: 'light' });
    expect(dockOptions.voice).toMatchObject({ words: ['off', 'send', 'insert'], fallback: 'send' });
    expect(dockOptions.fullscreenShortcut.fallback).toBe('Ctrl+Shift+F');
  });

  it('have each default in one place', () => {
    const resolved = resolveOptions({ title: undefined, zIndex: 0, retry: false });
    expect(resolved).toMatchObject({ engine: 'auto', theme: 'light', voice: 'send', zIndex: 0, retry: false });
    expect(Object.keys(resolved).sort()).toEqual([...optionNames].sort());
  });
});

describe('reading', () => {
  const hostile: [what: string, value: unknown][] = [
    [
      'a function',
      () => {
        throw new Error('called');
      },
    ],
    ['a symbol', Symbol('x')],
    [
      'an object that throws when it is read',
      new Proxy(
        {},
        {
          get() {
            throw new Error('read');
          },
          ownKeys() {
            throw new Error('listed');
          },
        },
      ),
    ],
  ];
  it.each(hostile)('calls no option and never throws, if each is %s', (_, value) => {
    for (const name of optionNames) expect(() => read({ [name]: value }), name).not.toThrow();
  });

  it.each(['', 'true', '1', 'on', 'YES'])('reads %j as on', (text) =>
    expect(read({ open: text }).options).toEqual({ open: true }),
  );
  it.each(['false', '0', 'off', 'No'])('reads %j as off', (text) =>
    expect(read({ history: text }).options).toEqual({ history: false }),
  );

  it.each([
    ['offsetX', '24', '24px'],
    ['offsetX', '2rem', '2rem'],
    ['engineTimeout', '800', 800],
    ['engineTimeout', '2s', 2000],
    ['zIndex', '-1', -1],
    ['theme', ' Dark ', 'dark'],
    ['prompts', 'One, two | Three ', ['One, two', 'Three']],
    ['prompts', '[{"label":"A","prompt":"B"}]', [{ label: 'A', prompt: 'B' }]],
    ['attachments', '{"maxCount":2}', { maxCount: 2 }],
    ['attachments', '', true],
    ['strings', '/texts.json', '/texts.json'],
    ['header', 'close, History', ['history', 'close']],
    ['header', '["new"]', ['new']],
    ['header', '', []],
    ['mock', 'http-500', 'http-500'],
    ['mock', '', true],
  ])('reads %s="%s"', (name, text, value) => expect(read({ [name]: text }).options).toEqual({ [name]: value }));

  it.each([
    ['theme', 'blue'],
    ['zIndex', 'high'],
    ['engineTimeout', 'soon'],
    ['headers', '{"a":'],
    ['headers', '[]'],
    ['header', 'close x'],
    ['header', '{"close":1}'],
    ['open', 'maybe'],
    ['open', 7],
  ])('omits %s=%j and returns it as rejected', (name, value) =>
    expect(read({ [name]: value })).toEqual({ options: {}, invalid: [{ name, value }] }),
  );

  it.each([
    ['https://cdn.example/chatkit.js', true],
    ['http://localhost/chatkit.js', true],
    ['/vendor/chatkit.js', true],
    ['javascript:alert(1)', false],
    ['data:text/javascript,alert(1)', false],
    ['blob:https://a.example/1', false],
    ['file:///c.js', false],
    ['JAVA\nSCRIPT:alert(1)', false],
  ])('takes a script from %j: %s', (engineSrc, isTaken) =>
    expect(readOptions({ engineSrc }).invalid).toEqual(isTaken ? [] : [{ name: 'engineSrc', value: engineSrc }]),
  );

  it('accepts values that already have their type', () => {
    const given = {
      open: true,
      zIndex: 5,
      headers: { 'x-shop': '1' },
      prompts: ['A'],
      attachments: { maxCount: 1 },
      engineTimeout: 5,
      header: ['close'],
    };
    expect(read(given)).toEqual({ options: given, invalid: [] });
  });
});

describe('diagnosis', () => {
  it.each([
    ['postion', 'position'],
    ['apiurl', 'apiUrl'],
    ['them', 'theme'],
    ['launcherlable', 'launcherLabel'],
    ['completelyOther', undefined],
  ])('reads the typo %s as %s', (typed, meant) => expect(nearestOf(optionNames, typed)).toBe(meant));

  /** A letter left out, one too many, two the wrong way round. */
  const slipsOf = (name: string) => {
    const slips = [...name].flatMap((letter, at) => [
      name.slice(0, at) + name.slice(at + 1),
      name.slice(0, at) + letter + name.slice(at),
      name.slice(0, at) + (name[at + 1] ?? '') + letter + name.slice(at + 2),
    ]);
    return [...new Set(slips)].filter((slip) => !optionNames.some((option) => option === slip));
  };
  /** As near to another one. */
  const ambiguous = ['offset', 'pload', 'uload', 'headerr', 'opeOn', 'openn', 'openO'];
  it.each(optionNames)('suggests %s for every one-letter typo', (name) => {
    const taken = slipsOf(name).filter((slip) => nearestOf(optionNames, slip) !== name);
    expect(taken.filter((slip) => !ambiguous.includes(slip))).toEqual([]);
  });

  it.each([
    ['position', 'left', 'bottom-left'],
    ['position', 'right', 'bottom-right'],
    ['position', 'top right', 'top-right'],
    ['position', 'right-bottom', 'bottom-right'],
    ['position', 'bottom', 'bottom-end'],
    ['theme', 'drak', 'dark'],
    ['mobile', 'full-screen', 'fullscreen'],
    ['header', 'histroy close', 'history'],
    ['header', 'close new-chat', 'new'],
    ['header', 'close bananas', undefined],
    ['radius', 'big', undefined],
    ['theme', '', undefined],
    ['theme', 7, undefined],
  ])('suggests the valid value that %s=%j is close to', (name, value, meant) => {
    const [sentence = ''] = diagnose([{ name, value }], {});
    expect(/ Did you mean (\S+)\?$/.exec(sentence)?.[1]).toBe(meant);
  });

  it.each([
    ['color', 'data-accent'],
    ['primaryColor', 'data-accent'],
    ['lang', 'data-locale'],
    ['darkMode', 'data-theme'],
    ['url', 'data-api-url'],
    ['side', 'data-position'],
    ['welcomeMessage', 'data-greeting'],
  ])('names the ChatDock option for %s', (name, meant) => {
    expect(diagnose([{ name, value: 'x' }], { [name]: 'x' })).toEqual([
      `${toAttribute(name)} is not an option. Did you mean ${meant}?`,
    ]);
  });

  it('repeats a name as it was written', () => {
    expect(diagnose([{ name: 'launchrLabel', value: 'x' }], { launchrLabel: 'x' })).toEqual([
      'data-launchr-label is not an option. Did you mean data-launcher-label?',
    ]);
    expect(diagnose([{ name: 'radius', value: 'big' }], {})).toEqual([
      'radius="big" is not one of pill, round, soft, sharp; "round" is used instead.',
    ]);
    expect(diagnose([{ name: 'turboTrack', value: '' }], { turboTrack: '' })).toEqual([]);
  });
});
