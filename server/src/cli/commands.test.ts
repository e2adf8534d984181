import { expect, it } from 'vitest';
import { type Commands, readOrder, usageOf } from './commands.ts';

const commands: Commands = {
  feedback: { synopsis: '[--since DATE]', about: 'List what visitors thought.', run: async (args) => args.join(' ') },
  'end-sessions': { synopsis: 'USER…', about: 'Sign people out.', run: async () => '' },
};
const read = (...args: string[]) => readOrder(args, commands);

it('serves without arguments, or with `start`; `--demo` adds the demo pages', () => {
  expect([read(), read('start'), read('--demo'), read('start', '--demo')]).toEqual([
    { kind: 'serve', demo: false },
    { kind: 'serve', demo: false },
    { kind: 'serve', demo: true },
    { kind: 'serve', demo: true },
  ]);
});

it.each([
  ['--help', 'help'],
  ['-h', 'help'],
  ['help', 'help'],
  ['--version', 'version'],
  ['-v', 'version'],
  ['version', 'version'],
])('%s asks for the %s', (word, kind) => {
  expect(read(word)).toEqual({ kind });
});

it.each([
  [['start', '--help'], undefined],
  [['--demo', '-h'], undefined],
  [['feedback', '--help'], 'feedback'],
  [['feedback', '--since', '7d', '-h'], 'feedback'],
  [['help', 'end-sessions'], 'end-sessions'],
  [['--help', 'constructor'], undefined],
  [['deploy', '--help'], undefined],
])('%j asks for the help about %s', (words, about) => {
  expect(read(...words)).toEqual(about === undefined ? { kind: 'help' } : { kind: 'help', about });
});

it('the help of one command has its arguments and what it does', () => {
  expect(usageOf(commands, 'feedback')).toBe(
    'Usage:\n  chatdock-server feedback [--since DATE]\n      List what visitors thought.\n',
  );
  // Arguments after `--` belong to the command.
  expect(read('feedback', '--', '--help')).toMatchObject({ kind: 'command', args: ['--', '--help'] });
});

it('the help names every command', () => {
  for (const name of Object.keys(commands)) expect(usageOf(commands)).toContain(`chatdock-server ${name} `);
  expect(usageOf(commands)).toContain('chatdock-server [start]\n');
});

it('a command gets the arguments after its name', () => {
  expect(read('feedback', '--since', '7d')).toMatchObject({ kind: 'command', args: ['--since', '7d'] });
});

it.each([
  ['feedbak', '"feedbak" is not a command of chatdock-server. Did you mean feedback?'],
  ['sart', '"sart" is not a command of chatdock-server. Did you mean start?'],
  ['--hepl', '"--hepl" is not a command of chatdock-server. Did you mean --help?'],
  ['deploy', '"deploy" is not a command of chatdock-server. Run chatdock-server --help'],
  // A name that every object has.
  ['constructor', '"constructor" is not a command of chatdock-server.'],
  ['--port', '--port is not an option. Set PORT in the environment instead: PORT=… chatdock-server'],
  ['--port=3000', '--port is not an option. Set PORT in the environment'],
  ['--host', '--host is not an option. Set HOST in the environment'],
])('%s is refused, with what to do instead', (word, sentence) => {
  for (const order of [read(word), read('start', word)]) {
    expect(order.kind).toBe('refuse');
    expect(order.kind === 'refuse' && order.text).toContain(sentence);
  }
});
