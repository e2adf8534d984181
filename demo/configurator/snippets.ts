/**
 * Turns the values of the configurator's form into a script tag, a React component, the server's settings, and an
 * address to share.
 */
import { RECOMMENDED_MODELS } from '../../server/src/agents/providers/recommended-models.ts';
import { readValue } from '../../src/options/kinds.ts';
import { toAttribute } from '../../src/options/diagnose.ts';
import { dockOptions, isOption, isPageOption, optionNames, type OptionName } from '../../src/options/options.ts';

/** The typed or chosen values, by option. Options that keep their default are left out. */
export type Values = Partial<Record<OptionName, string>>;

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/** The names that have a value, in the order of the option table. */
const givenIn = (values: Values) => optionNames.filter((name) => values[name] !== undefined);

/** @param files The address of the folder with the dock's files, with a slash at its end. */
export function toTag(values: Values, files: string): string {
  const attributes = givenIn(values).map((name) => ` ${toAttribute(name)}="${escape(values[name] ?? '')}"`);
  return `<script async src="${escape(files)}chatdock.umd.js"${attributes.map((text) => `\n ${text}`).join('')}></script>`;
}

/**
 * Values are written as JavaScript. `open` becomes `defaultOpen`, and the page options, which React does not have, are
 * left out.
 */
export function toReact(values: Values): string {
  const props = givenIn(values).flatMap((name) => {
    if (isPageOption(name)) return [];
    const value = readValue(dockOptions[name], values[name]);
    const prop = name === 'open' ? 'defaultOpen' : name;
    if (value === true) return [prop];
    const isPlain = typeof value === 'string' && !/["\\\n]/.test(value);
    return [isPlain ? `${prop}="${escape(value)}"` : `${prop}={${JSON.stringify(value)}}`];
  });
  const element =
    props.length < 3
      ? `<ChatWidget ${props.join(' ')} />`
      : `(\n  <ChatWidget\n${props.map((prop) => `    ${prop}\n`).join('')}  />\n)`;
  return `import { ChatWidget } from 'chatdock';\n\nexport const Chat = () => ${element};`;
}

/** The settings of the server that these options need. */
export function toEnv(values: Values): string {
  const lines = [
    '# The origins of the pages that show the chat, if they differ from the server’s own.',
    'CHATDOCK_ALLOWED_ORIGINS=https://your.site',
    '# The model that answers, and its provider’s key. Without CHATDOCK_MODEL, the built-in demo agent answers.',
    `CHATDOCK_MODEL=openai:${RECOMMENDED_MODELS.openai}`,
    'OPENAI_API_KEY=',
  ];
  if ((values.voice ?? dockOptions.voice.fallback) !== 'off')
    lines.push(
      '# The model that transcribes speech, for browsers that have no speech recognition.',
      '#CHATDOCK_TRANSCRIBE=',
    );
  const limits = readValue(dockOptions.attachments, values.attachments);
  if ((values.upload ?? 'none') !== 'none') {
    const { maxCount = 10, maxSize = 10_485_760 }: { maxCount?: unknown; maxSize?: unknown } = Object(limits);
    lines.push(
      '# Attachments: how many files a message may have, and the largest size of each in bytes.',
      `CHATDOCK_MAX_ATTACHMENTS=${Number(maxCount) || 10}`,
      `CHATDOCK_ATTACHMENT_MAX_BYTES=${Number(maxSize) || 10_485_760}`,
    );
  }
  return lines.join('\n');
}

/** Written into the fragment of the address (after `#`), which browsers do not send to servers. */
export const toHash = (values: Values): string =>
  new URLSearchParams(givenIn(values).map((name) => [name, values[name] ?? ''])).toString();

export function fromHash(hash: string): Values {
  const values: Values = {};
  for (const [name, text] of new URLSearchParams(hash.replace(/^#/, ''))) if (isOption(name)) values[name] = text;
  return values;
}
