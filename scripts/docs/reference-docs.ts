/** Writes the tables of docs/events-and-api.md from the comments in the code. `node scripts/docs/reference-docs.ts` */
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { DOC_COMMENT, textOf } from './doc-comment.ts';

const PAGE_FILE = 'docs/events-and-api.md';

interface Member {
  name: string;
  /** The text after the name: `(options?: BootOptions): PageDockHandle`, or `: boolean`. */
  type: string;
  comment: string;
}

/** The members of an interface, each with the comment above it. */
export function membersOf(file: string, shape: string): Member[] {
  const source = readFileSync(file, 'utf8');
  const start = source.search(new RegExp(`^export interface ${shape}\\b`, 'm'));
  if (start < 0) throw new Error(`${file} declares no interface ${shape}.`);
  const body = source.slice(start, source.indexOf('\n}', start));
  const member = new RegExp(
    String.raw`(?:${DOC_COMMENT})?^ {2}(?:readonly )?'?(?<name>[\w-]+)'?(?:<[^>]*>)?(?<type>\??[(:].*);$`,
    'gm',
  );
  return [...body.matchAll(member)].map(({ groups: { name = '', type = '', comment = '' } = {} }) => ({
    name,
    type,
    comment: textOf(comment),
  }));
}

/** A method with the names of its parameters, as in `setThreadId(threadId)`, or the name of a property. */
function callOf({ name, type }: Member): string {
  const [, parameters] = /^\((.*)\): /.exec(type) ?? [];
  if (parameters === undefined) return name;
  return `${name}(${[...parameters.matchAll(/(?:^|, )(\w+\??):/g)].map(([, parameter]) => parameter).join(', ')})`;
}

/** The names in an event's detail, as in `{ threadId, comment? }`; empty if it has none. */
function detailOf({ type }: Member): string {
  const fields = [...type.slice(1).matchAll(/(\w+\??):/g)].map(([, field]) => field);
  return fields.length > 0 ? `\`{ ${fields.join(', ')} }\`` : '';
}

const cell = (text: string) => text.replaceAll('|', '\\|');
export const table = (heads: string[], rows: string[][]) =>
  [heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');

const pageMembers = [
  ...membersOf('src/dock/commands/dock-commands.ts', 'DockCommands'),
  ...membersOf('src/dock/dock-handle.ts', 'DockHandle'),
];
const ofThePage = [
  ...membersOf('src/embed/chat-dock-api.ts', 'ChatDockMembers').filter((member) => callOf(member) !== member.name),
  ...membersOf('src/dock/dock-handle.ts', 'PageDockHandle'),
].filter(({ name }) => !pageMembers.some((member) => member.name === name));

const commandTable = (members: Member[]) =>
  table(
    ['command', 'what it does'],
    members.map((member) => [`\`${callOf(member)}\``, member.comment]),
  );

const tables: Record<string, string> = {
  events: table(
    ['event', 'detail', 'when'],
    membersOf('src/dock/dock-events.ts', 'DockEvents').map((member) => [
      `\`chat-dock:${member.name}\``,
      detailOf(member),
      member.comment,
    ]),
  ),
  'commands of every dock': commandTable(pageMembers),
  'commands of the script tag': commandTable(ofThePage),
};

/** The page with its tables regenerated. The text between the tables stays. */
export function referencePage(page = readFileSync(PAGE_FILE, 'utf8')): string {
  return Object.entries(tables).reduce((text, [name, rows]) => {
    const place = new RegExp(`(<!-- ${name}: .* -->\\n)[^]*?(<!-- end -->)`);
    if (!place.test(text)) throw new Error(`${PAGE_FILE} has no marker for the table "${name}".`);
    return text.replace(place, (_, start: string, end: string) => `${start}\n${rows}\n\n${end}`);
  }, page);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) writeFileSync(PAGE_FILE, referencePage());
