/** The package as npm packs it: its files, its dependencies and its types. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { builtinModules, createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import serverManifest from '../../../server/package.json' with { type: 'json' };
import { mapSpecifiers } from '../../../scripts/publish/publish-types.ts';
import { inLongRun } from '../../harness/long-run.ts';
import { site, unpackPackage } from '../../harness/packages/packed.ts';

const folder = unpackPackage();
const published = {
  chatdock: { folder, manifest },
  '@chatdock/server': { folder: unpackPackage('@chatdock/server'), manifest: serverManifest },
};
type Published = keyof typeof published;
const names: Published[] = ['chatdock', '@chatdock/server'];

const packageOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** Every file reached from one, and every package that those name. */
function packagesOf(file: string, seen = new Set<string>(), packages = new Set<string>()): Set<string> {
  if (seen.has(file)) return packages;
  seen.add(file);
  for (const [, wanted = ''] of readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)[^"'\n]*["']([^"'\n]+)["'];?$|\bimport\(["']([^"']+)["']\)/gm,
  )) {
    if (wanted.startsWith('.')) packagesOf(join(dirname(file), wanted), seen, packages);
    else if (wanted) packages.add(packageOf(wanted));
  }
  for (const [, wanted = ''] of readFileSync(file, 'utf8').matchAll(/\bimport\(["'`](\.[^"'`]+)["'`]\)/g))
    packagesOf(join(dirname(file), wanted), seen, packages);
  return packages;
}

// A bundler looks for every import, also behind one that is never made.
it.each(['index', 'protocol'])('dist/%s.js imports only bundled files and declared dependencies', (entry) => {
  const optional = Object.keys(manifest.peerDependenciesMeta);
  const there = [
    ...Object.keys(manifest.dependencies),
    ...Object.keys(manifest.peerDependencies).filter((name) => !optional.includes(name)),
  ];
  const packages = [...packagesOf(join(folder, `dist/${entry}.js`))];
  expect(packages.length).toBeGreaterThan(0);
  expect(packages.filter((name) => !there.includes(name))).toEqual([]);
});

it.each(names)('%s lists every file in its manifest, and none that only this repository uses', (name) => {
  const { folder: packed, manifest: packedManifest } = published[name];
  const named = Object.values<string | Record<string, string>>(packedManifest.exports).flatMap((target) =>
    typeof target === 'string' ? [target] : Object.values(target),
  );
  expect(named.filter((file) => !existsSync(join(packed, file)))).toEqual([]);
  expect(readdirSync(join(packed, 'dist'))).not.toContain('demo');
});

it('chatdock-server runs as a command: its file names its interpreter', () => {
  const { folder: packed, manifest: packedManifest } = published['@chatdock/server'];
  const text = readFileSync(join(packed, packedManifest.bin['chatdock-server']), 'utf8');
  expect(text.split('\n')[0]).toBe('#!/usr/bin/env node');
});

/** The packages that the type declarations of a published package import. */
function packagesOfTypes(name: Published): string[] {
  const types = join(published[name].folder, 'dist/types');
  const packages = new Set<string>();
  for (const file of readdirSync(types, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.d.ts')) continue;
    mapSpecifiers(readFileSync(join(types, file), 'utf8'), (specifier) => {
      if (!specifier.startsWith('.')) packages.add(packageOf(specifier));
      return specifier;
    });
  }
  return [...packages].filter((found) => !found.startsWith('node:') && !builtinModules.includes(found));
}

it.each(names)('the types of %s import only installed packages that have types', (name) => {
  const { manifest: packedManifest } = published[name];
  const peers = 'peerDependencies' in packedManifest ? Object.keys(packedManifest.peerDependencies) : [];
  const installed = Object.keys(packedManifest.dependencies);
  const found = packagesOfTypes(name);
  expect(found).toContain('zod');
  expect(found.filter((wanted) => !installed.includes(wanted) && !peers.includes(wanted))).toEqual([]);
  // A package without types of its own needs those of DefinitelyTyped. A host brings the types of its peers.
  const untyped = found.filter((wanted) => !peers.includes(wanted) && existsSync(`node_modules/@types/${wanted}`));
  expect(untyped.filter((wanted) => !installed.includes(`@types/${wanted}`))).toEqual([]);
});

it('the package loads in Node, for server rendering', () => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', "console.log(Object.keys(await import('chatdock')).join())"],
    { cwd: site, encoding: 'utf8' },
  );
  expect({ stdout: stdout.trim(), stderr }).toEqual({
    stdout: 'ChatWidget,registerWidget,useDock,useTheme,useVoiceInput',
    stderr: '',
  });
});

/** Says every name the entry exports, and a thing that each must refuse. */
const consumer = `
import { ChatWidget, registerWidget, useDock, useTheme, useVoiceInput } from 'chatdock';
import type { ChatWidgetProps, ComposerValue, DockCommands, DockEventMap, DockEvents, DockHandle, DockOptions, EventHandlers, PageTool, PageTools, PageToolSchema, RegisterOptions, ResponseOutcome, UseDockReturn, UserMessage, UseThemeReturn, VoiceInput, VoiceInputOptions, VoiceState, WidgetProps, WidgetTools } from 'chatdock';
import { chatHandlers } from 'chatdock/mock';
import { createClient } from 'chatdock/protocol';
import { useRef } from 'react';

const options: DockOptions = { apiUrl: '/chatkit', offsetX: 12, position: 'top-left', prompts: ['One', { label: 'Two', prompt: '2' }] };
const props: ChatWidgetProps = { chatkit: { composer: { models: [{ id: 'm', label: 'M' }] }, onThreadChange: ({ threadId }) => threadId } };
const find: PageToolSchema = { description: 'Finds a product.', parameters: { type: 'object' } };
const tool: PageTool = { ...find, run: ({ name }) => String(name) };
export const functions: ChatWidgetProps = { tools: { find_product: tool } satisfies PageTools };
// @ts-expect-error: no such option
export const unknown: ChatWidgetProps = { apiUlr: '/chatkit' };
// @ts-expect-error: no such word
export const misspelt: ChatWidgetProps = { position: 'middle' };
// @ts-expect-error: the details of each event are known
export const detail: ChatWidgetProps = { onFeedback: ({ rating }) => rating };
// @ts-expect-error: a message is an object
export const bare: UserMessage = 'hello';
const handlers: EventHandlers = { onResponseEnd: ({ outcome }) => outcome satisfies ResponseOutcome };
const value: ComposerValue = { text: 'My order number is ' };
const Product = ({ title, onAction }: WidgetProps<{ title: string }>) => <button onClick={() => onAction({ type: 'cart.add' })}>{title}</button>;
const checked: RegisterOptions<{ title: string }> = { parseProps: (given) => ({ title: String(given) }) };
registerWidget('Product', Product, checked);
// @ts-expect-error: a component has a type
registerWidget(Product);
export const tools = ({ onAction }: WidgetTools) => onAction({ type: 'cart.add' });
const ask = ({ setComposerValue, open }: DockCommands) => (setComposerValue(value), open());

function Inside() {
  const dock: UseDockReturn = useDock();
  const { scheme, setTheme }: UseThemeReturn = useTheme();
  const heard: VoiceInputOptions = { onTranscript: (text) => dock.sendUserMessage({ text }) };
  const voice: VoiceInput = useVoiceInput(heard);
  const state: VoiceState = voice.state;
  return <button onClick={() => (setTheme(null), voice.start(), ask(dock))}>{scheme} {state} {dock.unread}</button>;
}

export function Page() {
  const handle = useRef<DockHandle>(null);
  return (
    <ChatWidget ref={handle} {...options} {...props} {...handlers} onOpenChange={(isOpen: boolean) => handle.current?.setFullscreen(isOpen)} onError={({ error }) => error.message}>
      <Inside />
    </ChatWidget>
  );
}

document.addEventListener('chat-dock:feedback', ({ detail }) => detail.kind satisfies DockEvents['feedback']['kind']);
export const listener = (event: DockEventMap['chat-dock:error']) => event.detail.error.message;
export const others = [chatHandlers, createClient];
`;

/** Compiles files of the site as strictly as can be. @returns what the compiler prints. */
function compile(files: Record<string, string>, options: Record<string, unknown>): string {
  for (const [name, code] of Object.entries(files)) writeFileSync(join(site, name), code);
  const config = {
    compilerOptions: {
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noEmit: true,
      target: 'ES2022',
      lib: ['ES2022', 'DOM', 'DOM.Iterable'],
      types: [],
      module: options['moduleResolution'] === 'bundler' ? 'ESNext' : 'NodeNext',
      ...options,
    },
    files: Object.keys(files),
  };
  writeFileSync(join(site, 'tsconfig.json'), JSON.stringify(config));
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const { stdout, stderr } = spawnSync(process.execPath, [tsc, '-p', site], { encoding: 'utf8' });
  return stdout + stderr;
}

/** The code of the documentation, in files with the names that it gives. The parts of Next.js are not checked. */
const shown = Object.fromEntries(
  [...readFileSync('docs/react.md', 'utf8').matchAll(/```tsx\n([\s\S]*?)```/g)]
    .map(([, code = '']) => code)
    .filter((code) => /^export/m.test(code))
    .map((code, index) => [/^\/\/ app\/(.*)/.exec(code)?.[1] ?? `shown-${index}.tsx`, code]),
);
const next = `
declare module 'next/headers' { export function cookies(): Promise<{ get(name: string): { value: string } | undefined }> }
declare module 'next/navigation' { export function useRouter(): { push(path: string): void } }
`;

it.each(
  inLongRun(
    [
      ['bundler', 18],
      ['bundler', 19],
      ['nodenext', 18],
      ['nodenext', 19],
    ] as const,
    [
      ['bundler', 19],
      ['nodenext', 18],
    ] as const,
  ),
)('types work with moduleResolution %s and React %i, and docs/react.md compiles', (moduleResolution, version) => {
  const names = [...readFileSync(join(folder, manifest.exports['.'].types), 'utf8').matchAll(/\{([^}]*)\}/g)].flatMap(
    ([, list = '']) => list.split(',').map((name) => name.replace('type', '').trim()),
  );
  expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(consumer))).toEqual([]);
  expect(Object.keys(shown)).toEqual(expect.arrayContaining(['layout.tsx', 'chat.tsx', 'shown-0.tsx']));
  // Node's own resolution wants endings, which no bundler's page has.
  const files =
    moduleResolution === 'bundler'
      ? { 'consumer.tsx': consumer, ...shown, 'next.d.ts': next }
      : { 'consumer.tsx': consumer };
  const react = resolve(version === 18 ? 'test/react-18/node_modules/@types/react' : 'node_modules/@types/react');
  const printed = compile(files, {
    jsx: 'react-jsx',
    moduleResolution,
    paths: { react: [react], 'react/*': [`${react}/*`] },
    // Ours are checked. Of what @openai/chatkit declares, Node's resolution finds a part only when it is not looked at closely.
    skipLibCheck: moduleResolution === 'nodenext',
  });
  expect(printed).toBe('');
});

/** The compiler must reject these lines, which shows that no type has silently become `any`. */
const coreConsumer = `
import { type AttachmentCreateParams, ChatKitServer, createFetchHandler, type FeedbackKind, MemoryStore, type RequestContext, type ThreadMetadata, type ThreadStreamEvent, type UserMessageItem } from '@chatdock/server/core';

export class Echo extends ChatKitServer<RequestContext> {
  async *respond(thread: ThreadMetadata, message: UserMessageItem | null): AsyncGenerator<ThreadStreamEvent> {
    yield { type: 'progress_update', text: message?.id ?? thread.id };
    // @ts-expect-error: no such event
    yield { type: 'progress' };
  }
}
// @ts-expect-error: no such kind
export const kind: FeedbackKind = 'neutral';
// @ts-expect-error: a size is a number
export const params: AttachmentCreateParams = { name: 'a', size: '1', mime_type: 'text/plain' };
export const others = [createFetchHandler, MemoryStore];
`;
const serverConsumer = `
import { AgentServer, type Attachment, chatkitRouter, type WidgetRoot } from '@chatdock/server';

// @ts-expect-error: a router of Express
export const router: number = chatkitRouter({} as never);
// @ts-expect-error: no such member
export const member = (attachment: Attachment) => attachment.bytes;
export const others: [typeof AgentServer, WidgetRoot?] = [AgentServer];
`;

it.each(inLongRun(['bundler', 'nodenext'], ['nodenext']))(
  '@chatdock/server has complete types for moduleResolution %s',
  (moduleResolution) => {
    expect(compile({ 'core.ts': coreConsumer }, { moduleResolution, skipLibCheck: false })).toBe('');
    // The declarations of OpenAI's SDKs do not pass the check.
    expect(compile({ 'server.ts': serverConsumer }, { moduleResolution, types: ['node'], skipLibCheck: true })).toBe(
      '',
    );
  },
);
