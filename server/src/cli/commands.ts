/** The commands and options of `chatdock-server`, and the error messages for unknown ones. */
import { nearest } from './settings/nearest-name.ts';

interface Command {
  /** The arguments after the name, for the usage text. */
  readonly synopsis: string;
  /** One line for the usage text. */
  readonly about: string;
  /**
   * Returns the text to print, whole or piece by piece. Throws an error with a readable message if that is not
   * possible.
   */
  run(args: readonly string[]): Promise<string> | AsyncIterable<string>;
}

export type Commands = Readonly<Record<string, Command>>;

/** The action that the arguments select. */
type Order =
  | { readonly kind: 'serve'; readonly demo: boolean }
  /** `about` is the command to explain; without it, all commands are listed. */
  | { readonly kind: 'help'; readonly about?: string }
  | { readonly kind: 'version' }
  | { readonly kind: 'command'; readonly command: Command; readonly args: readonly string[] }
  | { readonly kind: 'refuse'; readonly text: string };

const HELP = ['--help', '-h', 'help'];
const VERSION = ['--version', '-v', 'version'];

/** Whether the arguments ask for the server and for no other command. */
export const isServing = ([first]: readonly string[]): boolean =>
  first === undefined || first === 'start' || first === '--demo';

/** Reads the arguments of the process. Without any, it serves; `npm start` passes `--demo`. */
export function readOrder(args: readonly string[], commands: Commands): Order {
  const [first, ...rest] = args;
  const isCommand = first !== undefined && Object.hasOwn(commands, first);
  // Arguments after `--` are not options.
  const options = rest.slice(0, rest.includes('--') ? rest.indexOf('--') : undefined);
  if (options.some((word) => word === '--help' || word === '-h'))
    return isCommand ? { kind: 'help', about: first } : { kind: 'help' };
  if (first === undefined || isServing(args)) {
    const unknown = rest.find((word) => word !== '--demo');
    if (unknown !== undefined) return { kind: 'refuse', text: refusal(unknown, commands) };
    return { kind: 'serve', demo: args.includes('--demo') };
  }
  if (HELP.includes(first)) {
    const [about = ''] = rest;
    return Object.hasOwn(commands, about) ? { kind: 'help', about } : { kind: 'help' };
  }
  if (VERSION.includes(first)) return { kind: 'version' };
  const command = isCommand ? commands[first] : undefined;
  return command ? { kind: 'command', command, args: rest } : { kind: 'refuse', text: refusal(first, commands) };
}

/** The text of `--help`: of one command, or of all. */
export function usageOf(commands: Commands, about = ''): string {
  const command = Object.hasOwn(commands, about) ? commands[about] : undefined;
  if (command) return `Usage:\n  ${`chatdock-server ${about} ${command.synopsis}`.trimEnd()}\n      ${command.about}\n`;
  const rows = [
    ['[start]', 'Start the chat server.'],
    ...Object.entries(commands).map(([name, { synopsis, about }]) => [`${name} ${synopsis}`, about]),
    ['--help, --version', 'Print this text, or the version.'],
  ];
  const lines = rows.map(([call = '', about = '']) => `  chatdock-server ${call}`.trimEnd() + `\n      ${about}`);
  return `Usage:
${lines.join('\n')}

Settings are environment variables, or lines of a file named .env in this folder:
  PORT=8787  HOST=127.0.0.1  CHATDOCK_MODEL=openai:…  CHATDOCK_ALLOWED_ORIGINS=https://shop.example
chatdock-server settings > .env writes a file that lists all of them.
`;
}

function refusal(word: string, commands: Commands): string {
  const help = 'Run chatdock-server --help for the list of commands.';
  // Options such as `--port 3000`, which other servers have.
  const [, name = ''] = /^--?([\w-]+)/.exec(word) ?? [];
  if (/^(port|host|p)$/i.test(name)) {
    const setting = /^p/i.test(name) ? 'PORT' : 'HOST';
    return `${word.split('=')[0]} is not an option. Set ${setting} in the environment instead: ${setting}=… chatdock-server`;
  }
  const close = nearest(word, [...Object.keys(commands), 'start', '--help', '--version']);
  const hint = close.length > 0 ? ` Did you mean ${close.join(' or ')}?` : '';
  return `"${word}" is not a command of chatdock-server.${hint} ${help}`;
}
