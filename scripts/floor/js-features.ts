/**
 * Finds JavaScript that the floor lacks: globals, static and instance members, options of calls, regular expressions. Newer
 * syntax is not looked for, because the bundler rewrites it.
 */
import { parseSync } from 'vite';
import { featureAt, findingAt, type Finding } from './compat-data.ts';

export interface Node {
  type: string;
  [key: string]: unknown;
}

export const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

interface Scan {
  findings: Finding[];
  /** Every string of the file, among them its style sheets. */
  texts: string[];
}

export function scanScript(name: string, code: string): Scan {
  const scan: Scan = { findings: [], texts: [] };
  const note = (finding: Finding | null) => finding && scan.findings.push(finding);
  walk(parseProgram(name, code), (node) => {
    if (node.type === 'MemberExpression') findMember(node).forEach(note);
    if (node.type === 'NewExpression' && isNode(node['callee'])) note(findGlobal(node['callee']));
    if (node.type === 'CallExpression') {
      if (isNode(node['callee'])) note(findGlobal(node['callee']));
      findOptions(node).forEach(note);
    }
    if (node.type === 'Literal' && isRegex(node['regex'])) findRegex(node['regex']).forEach(note);
    if (node.type === 'Literal' && typeof node['value'] === 'string') scan.texts.push(node['value']);
    if (node.type === 'TemplateElement') scan.texts.push(String((node['value'] as { cooked?: string }).cooked ?? ''));
  });
  return scan;
}

// The parser declares its tree node by node; the walk reads only `type` and the children.
export const parseProgram = (name: string, code: string) => parseSync(name, code).program as unknown as Node;

export function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const value of Object.values(node))
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) walk(child, visit);
}

const nameOf = (node: unknown) =>
  isNode(node) && node.type === 'Identifier' && typeof node['name'] === 'string' ? node['name'] : null;

/** `Promise.withResolvers` is in the data under its object; an instance's method may belong to any interface. */
function findMember(node: Node): (Finding | null)[] {
  const name = node['computed'] === true ? null : nameOf(node['property']);
  if (name === null) return [];
  const owner = nameOf(node['object']);
  if (owner !== null && (featureAt('javascript', 'builtins', owner) || featureAt('api', owner)))
    return [
      findingAt('javascript', 'builtins', owner, name),
      findingAt('api', owner, `${name}_static`),
      featureAt('api', owner, `${name}_static`) ? null : findingAt('api', owner, name),
    ];
  if (owner === 'globalThis' || owner === 'window') return [findGlobal({ type: 'Identifier', name })];
  return [findingOfAll(interfaces().get(name) ?? [])];
}

/** The kinds of objects that our code calls. Rarer interfaces are left out, because their members, such as `run` or `level`, are common words. */
const called = `
  Array ArrayBuffer Date Function Iterator Map Number Object Promise RegExp Set String TypedArray
  WeakMap WeakSet AbortController AbortSignal Animation Blob BroadcastChannel ClipboardEvent Crypto
  CSSStyleSheet DataTransfer Document DocumentFragment DOMRect Element Event EventTarget File FileList
  FormData Headers History HTMLButtonElement HTMLDialogElement HTMLElement HTMLFormElement
  HTMLInputElement HTMLScriptElement HTMLSelectElement HTMLTextAreaElement InputEvent KeyboardEvent
  MediaQueryList MediaRecorder MutationObserver Navigator Node PointerEvent Range ReadableStream
  ReadableStreamDefaultReader Request ResizeObserver Response Selection ShadowRoot StaticRange Storage
  ToggleEvent URLSearchParams VisualViewport Window
`
  .trim()
  .split(/\s+/);

const paths = new Map<string, string[][]>();

/** The paths of their members, by name. */
function interfaces(): Map<string, string[][]> {
  if (paths.size > 0) return paths;
  for (const group of [['javascript', 'builtins'], ['api']])
    for (const owner of called)
      for (const name of Object.keys(featureAt(...group, owner) ?? {}))
        paths.set(name, [...(paths.get(name) ?? []), [...group, owner, name]]);
  return paths;
}

/** The type of the object is not known: the member is missing only if it is missing wherever the name occurs. */
function findingOfAll(candidates: string[][]): Finding | null {
  const findings = candidates.map((path) => findingAt(...path));
  return findings.every((finding) => finding !== null) ? (findings[0] ?? null) : null;
}

function findGlobal(node: Node): Finding | null {
  const name = nameOf(node);
  if (name === null) return null;
  return (
    findingAt('javascript', 'builtins', name) ??
    findingAt('api', name) ??
    (featureAt('api', 'Window', name) ? findingAt('api', 'Window', name) : null)
  );
}

/** An option that is newer than its method: `element.checkVisibility({ visibilityProperty: true })`. */
function findOptions({ callee, arguments: given }: Node): (Finding | null)[] {
  const method = isNode(callee) && callee.type === 'MemberExpression' ? nameOf(callee['property']) : null;
  if (method === null || !Array.isArray(given)) return [];
  const candidates = interfaces().get(method) ?? [];
  return given.filter(isNode).flatMap((argument) =>
    (argument.type === 'ObjectExpression' ? (argument['properties'] as Node[]) : []).map((property) => {
      const key = nameOf(property['key']);
      const known = candidates
        .map((path) => [...path, `options_${key}_parameter`])
        .filter((path) => featureAt(...path));
      return known.length > 0 ? findingOfAll(known) : null;
    }),
  );
}

interface Regex {
  pattern: string;
  flags: string;
}
export const isRegex = (value: unknown): value is Regex =>
  typeof value === 'object' && value !== null && 'pattern' in value && 'flags' in value;

function findRegex({ pattern, flags }: Regex): (Finding | null)[] {
  const builtin = ['javascript', 'builtins', 'RegExp'];
  const syntax = ['javascript', 'regular_expressions'];
  return [
    flags.includes('v') ? findingAt(...builtin, 'unicodeSets') : null,
    flags.includes('d') ? findingAt(...builtin, 'hasIndices') : null,
    /\(\?<[=!]/.test(pattern) ? findingAt(...syntax, 'lookbehind_assertion') : null,
    /\(\?[ims]*-?[ims]+:/.test(pattern) ? findingAt(...syntax, 'modifier') : null,
  ];
}
