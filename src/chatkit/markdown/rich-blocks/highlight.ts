/**
 * Syntax highlighting, line by line. Each line is read once with the state after the lines before it, so that code can
 * be highlighted while it streams. Uses CodeMirror's modes, one lazy file per language family.
 */
import { LineStream } from './line-stream.ts';

interface Token {
  text: string;
  /** A code colour of the design language, or empty. */
  color: string;
}

/** Reads the lines of a text in order. */
export type ReadLine = (line: string) => Token[];

/** The part of CodeMirror's `StreamParser` that we use. */
interface Parser {
  startState?: (indentUnit: number) => unknown;
  blankLine?: (state: never, indentUnit: number) => void;
  token: (stream: never, state: never) => string | null;
}

/** Longer lines are not highlighted: they are minified code, which is not read. */
const MAX_LINE = 2000;

const languages: Record<string, { names: string; load: () => Promise<Parser> }> = {
  javascript: {
    names: 'js jsx mjs cjs node',
    load: async () => (await import('@codemirror/legacy-modes/mode/javascript')).javascript,
  },
  typescript: {
    names: 'ts tsx mts cts',
    load: async () => (await import('@codemirror/legacy-modes/mode/javascript')).typescript,
  },
  json: {
    names: 'jsonc json5 jsonl',
    load: async () => (await import('@codemirror/legacy-modes/mode/javascript')).json,
  },
  python: {
    names: 'py python3 ipython',
    load: async () => (await import('@codemirror/legacy-modes/mode/python')).python,
  },
  shell: {
    names: 'sh bash zsh console terminal shellscript',
    load: async () => (await import('@codemirror/legacy-modes/mode/shell')).shell,
  },
  powershell: {
    names: 'ps1 pwsh',
    load: async () => (await import('@codemirror/legacy-modes/mode/powershell')).powerShell,
  },
  html: { names: 'htm vue svelte', load: async () => (await import('@codemirror/legacy-modes/mode/xml')).html },
  xml: { names: 'svg rss xsl', load: async () => (await import('@codemirror/legacy-modes/mode/xml')).xml },
  css: { names: '', load: async () => (await import('@codemirror/legacy-modes/mode/css')).css },
  scss: { names: 'sass', load: async () => (await import('@codemirror/legacy-modes/mode/css')).sCSS },
  less: { names: '', load: async () => (await import('@codemirror/legacy-modes/mode/css')).less },
  sql: {
    names: 'mysql postgres postgresql plsql sqlite',
    load: async () => (await import('@codemirror/legacy-modes/mode/sql')).standardSQL,
  },
  yaml: { names: 'yml', load: async () => (await import('@codemirror/legacy-modes/mode/yaml')).yaml },
  toml: { names: '', load: async () => (await import('@codemirror/legacy-modes/mode/toml')).toml },
  ini: {
    names: 'properties dotenv env conf',
    load: async () => (await import('@codemirror/legacy-modes/mode/properties')).properties,
  },
  dockerfile: {
    names: 'docker',
    load: async () => (await import('@codemirror/legacy-modes/mode/dockerfile')).dockerFile,
  },
  nginx: { names: '', load: async () => (await import('@codemirror/legacy-modes/mode/nginx')).nginx },
  diff: { names: 'patch', load: async () => (await import('@codemirror/legacy-modes/mode/diff')).diff },
  go: { names: 'golang', load: async () => (await import('@codemirror/legacy-modes/mode/go')).go },
  rust: { names: 'rs', load: async () => (await import('@codemirror/legacy-modes/mode/rust')).rust },
  c: { names: 'h', load: async () => (await import('@codemirror/legacy-modes/mode/clike')).c },
  cpp: { names: 'c++ cc cxx hpp', load: async () => (await import('@codemirror/legacy-modes/mode/clike')).cpp },
  csharp: { names: 'cs c#', load: async () => (await import('@codemirror/legacy-modes/mode/clike')).csharp },
  java: { names: '', load: async () => (await import('@codemirror/legacy-modes/mode/clike')).java },
  kotlin: { names: 'kt kts', load: async () => (await import('@codemirror/legacy-modes/mode/clike')).kotlin },
  scala: { names: '', load: async () => (await import('@codemirror/legacy-modes/mode/clike')).scala },
  dart: { names: '', load: async () => (await import('@codemirror/legacy-modes/mode/clike')).dart },
  objectivec: {
    names: 'objc objective-c',
    load: async () => (await import('@codemirror/legacy-modes/mode/clike')).objectiveC,
  },
  swift: { names: '', load: async () => (await import('@codemirror/legacy-modes/mode/swift')).swift },
  ruby: { names: 'rb', load: async () => (await import('@codemirror/legacy-modes/mode/ruby')).ruby },
  perl: { names: 'pl', load: async () => (await import('@codemirror/legacy-modes/mode/perl')).perl },
  lua: { names: '', load: async () => (await import('@codemirror/legacy-modes/mode/lua')).lua },
  r: { names: 'rlang', load: async () => (await import('@codemirror/legacy-modes/mode/r')).r },
  julia: { names: 'jl', load: async () => (await import('@codemirror/legacy-modes/mode/julia')).julia },
  haskell: { names: 'hs', load: async () => (await import('@codemirror/legacy-modes/mode/haskell')).haskell },
  clojure: { names: 'clj', load: async () => (await import('@codemirror/legacy-modes/mode/clojure')).clojure },
  erlang: { names: 'erl', load: async () => (await import('@codemirror/legacy-modes/mode/erlang')).erlang },
  elm: { names: '', load: async () => (await import('@codemirror/legacy-modes/mode/elm')).elm },
  latex: { names: 'tex', load: async () => (await import('@codemirror/legacy-modes/mode/stex')).stex },
  protobuf: { names: 'proto', load: async () => (await import('@codemirror/legacy-modes/mode/protobuf')).protobuf },
};

const COLORS: [pattern: RegExp, color: string][] = [
  [/comment/, 'comment'],
  [/string|character|regexp/, 'string'],
  [/number|bool|atom|null|constant/, 'number'],
  [/inserted|positive/, 'inserted'],
  [/deleted|negative/, 'deleted'],
  [/keyword|operatorKeyword|modifier|self|controlKeyword/, 'keyword'],
  [/tag|typeName|className|type\b|namespace|builtin/, 'type'],
  [/def|function|macroName|labelName/, 'function'],
  [/attribute|property|qualifier/, 'variable'],
  [/meta|processing|annotation|heading|header/, 'meta'],
];

/**
 * Finds a highlighter by the info string of a fence; null for an unknown language. Rejects if its file fails to load.
 */
export async function loadHighlighter(language: string): Promise<(() => ReadLine) | null> {
  const key = language.toLowerCase();
  const entry =
    (Object.hasOwn(languages, key) && languages[key]) ||
    Object.values(languages).find(({ names }) => names.split(' ').includes(key));
  if (!entry || key === '') return null;
  const parser = await entry.load();
  return () => createReader(parser);
}

/** The casts to `never`: each mode has its own type of state, and `LineStream` has what modes use of CodeMirror's stream. */
function createReader(parser: Parser): ReadLine {
  const state = parser.startState?.(2) ?? {};
  let broken = false;
  return (line) => {
    if (line === '') parser.blankLine?.(state as never, 2);
    if (broken || line === '' || line.length > MAX_LINE) return [{ text: line, color: '' }];
    try {
      return readLine(parser, state, line);
    } catch {
      broken = true; // if the mode throws, the line stays plain
      return [{ text: line, color: '' }];
    }
  };
}

function readLine(parser: Parser, state: unknown, line: string): Token[] {
  const tokens: Token[] = [];
  const stream = new LineStream(line);
  let idle = 0;
  while (!stream.eol()) {
    stream.start = stream.pos;
    const color = colorOf(parser.token(stream as never, state as never));
    if (stream.pos === stream.start && ++idle > 10) stream.pos++;
    if (stream.pos > stream.start) idle = 0;
    const text = stream.current();
    const last = tokens.at(-1);
    if (last?.color === color) last.text += text;
    else if (text !== '') tokens.push({ text, color });
  }
  return tokens;
}

function colorOf(style: string | null): string {
  if (!style) return '';
  return COLORS.find(([pattern]) => pattern.test(style))?.[1] ?? '';
}
