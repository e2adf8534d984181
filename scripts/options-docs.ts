/** Writes docs/options.md and docs/options.schema.json from the tables of options. `node scripts/options-docs.ts` */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { officialLimits } from '../src/dock/chat/official-limits.ts';
import { toAttribute } from '../src/options/diagnose.ts';
import { chatOptions } from '../src/options/chat-options.ts';
import { launcherOptions } from '../src/options/launcher-options.ts';
import { optionNames, dockOptions, type OptionName } from '../src/options/options.ts';

/** The visitor's own choice comes before the owner's, or stands in where the owner says nothing. */
const remembered: Partial<Record<OptionName, string>> = {
  theme: 'the visitor’s choice wins until it is reset',
  open: 'as the visitor left it',
  thread: 'the visitor’s last',
};

/** What an option means: the comment above it in its table. */
const comments = new Map(
  ['launcher-options', 'chat-options'].flatMap((file) =>
    [...readFileSync(`src/options/${file}.ts`, 'utf8').matchAll(/^ {2}\/\*\* (.*?) \*\/\n {2}(\w+):/gm)].map(
      ([, comment = '', name = '']) => [name, comment] as const,
    ),
  ),
);

interface Kind {
  kind: string;
  fallback: unknown;
  words?: readonly string[];
}

const kindOf = (name: OptionName): Kind => dockOptions[name];

function typeOf({ kind, words, fallback }: Kind): string {
  if (kind === 'choice') return (words ?? []).map((word) => `\`${word}\``).join(', ');
  if (kind === 'json' && words?.includes('true')) return 'true, false or JSON';
  if (kind === 'json' && words) return 'URL or JSON';
  if (kind === 'text' && typeof fallback === 'boolean') return 'true, false or text';
  const named: Record<string, string> = {
    flag: 'true or false',
    json: 'JSON',
    integer: 'whole number',
    headers: 'JSON',
    color: 'CSS colour',
    font: 'CSS font family',
    selector: 'CSS selector',
    language: 'language tag',
    url: 'URL',
  };
  return named[kind] ?? kind;
}

const defaultOf = (name: OptionName) => {
  const said = /@defaultValue (.*)$/.exec(comments.get(name) ?? '')?.[1];
  const { fallback } = kindOf(name);
  return (
    said ??
    (fallback === undefined
      ? ''
      : typeof fallback === 'number' && kindOf(name).kind === 'duration'
        ? `\`${fallback / 1000}s\``
        : `\`${String(fallback)}\``)
  );
};

const meaningOf = (name: OptionName) =>
  (comments.get(name) ?? '').replace(/ ?@defaultValue .*$/, '').replace(/`/g, '`');
const cell = (text: string) => text.replaceAll('|', '\\|');
const row = (name: OptionName) =>
  `| \`${toAttribute(name)}\`<br>\`${name}\` | ${cell(typeOf(kindOf(name)))} | ${cell(defaultOf(name))} | ${cell(meaningOf(name))}${remembered[name] ? ` *Remembered: ${remembered[name]}.*` : ''} |`;
const table = (names: readonly string[]) =>
  [
    '| attribute, prop | takes | default | meaning |',
    '|---|---|---|---|',
    ...optionNames.filter((name) => names.includes(name)).map(row),
  ].join('\n');

export function optionsPage(): string {
  return `# Options

Every option can be an attribute of the script tag (\`data-api-url\`), a key of \`ChatDock.boot({ … })\` and \`ChatDock.update({ … })\`, a key of a \`data-config\` file, and a prop of \`<ChatWidget>\` (\`apiUrl\`). What is said by a call wins over the tag, the tag over \`data-config\`, and that over the default.

- **true or false**: present, empty, \`true\`, \`1\`, \`on\` or \`yes\` is on; \`false\`, \`0\`, \`off\` or \`no\` is off.
- **length**: a number of pixels, or any CSS length. **duration**: \`800\`, \`800ms\` or \`2s\`; in JavaScript a number of milliseconds.
- **list**: texts separated by \`|\`, or a JSON array. **keys**: one key after any of Ctrl (⌘ on a Mac), Alt and Shift, such as \`Ctrl+Shift+K\` or \`Alt+ArrowUp\`, or \`none\`. A key that writes something needs Ctrl or Alt.

An unknown name or a value that cannot be read is left out and said once in the console, with the nearest name that exists. Nothing throws.

<!-- This page is made by \`node scripts/options-docs.ts\` from src/options/launcher-options.ts and src/options/chat-options.ts. Change those. -->

## Launcher and placing

${table(Object.keys(launcherOptions))}

## Chat

${table(Object.keys(chatOptions))}

Every option can be changed while the dock is there, by \`update\` or another prop, except \`config\`, \`name\`, \`load\` and \`open\`, which count when it starts.

In React, \`open\` is \`defaultOpen\`, there is no \`config\`, and \`isOpen\`, \`isFullscreen\` and \`theme\` can be held by you: see [react.md](react.md). Everything else that ChatKit itself can do goes through \`chatkit\`: see there, too.

## What OpenAI's own engine cannot honour

| option | with \`engine: "openai"\` |
|---|---|
${Object.entries(officialLimits)
  .map(([name, { limit }]) => `| \`${name}\` | ${limit} |`)
  .join('\n')}
`;
}

const schemaOf = ({ kind, words, fallback }: Kind): Record<string, unknown> => {
  if (kind === 'choice') return { enum: words };
  if (kind === 'json')
    return words?.includes('true')
      ? { type: ['boolean', 'object'] }
      : words
        ? { type: ['string', 'object'] }
        : { type: 'object' };
  if (kind === 'text') return { type: typeof fallback === 'boolean' ? ['boolean', 'string'] : 'string' };
  return (
    {
      flag: { type: 'boolean' },
      list: { type: ['string', 'array'] },
      length: { type: ['number', 'string'] },
      integer: { type: 'integer' },
      duration: { type: ['number', 'string'] },
      headers: { type: 'object' },
    }[kind] ?? { type: 'string' }
  );
};

export function optionsSchema(): string {
  const properties = Object.fromEntries(
    optionNames.map((name) => {
      const { fallback } = kindOf(name);
      return [
        name,
        {
          ...schemaOf(kindOf(name)),
          ...(fallback !== undefined && { default: fallback }),
          description: meaningOf(name).replaceAll('`', ''),
        },
      ];
    }),
  );
  return `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'Options of ChatDock, for data-config', type: 'object', additionalProperties: false, properties }, null, 2)}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync('docs/options.md', optionsPage());
  writeFileSync('docs/options.schema.json', optionsSchema());
}
