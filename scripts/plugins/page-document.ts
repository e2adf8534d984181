/**
 * Reads members of `document` from its prototype. On a page with `<img name="body">` or `<form name="createElement">`,
 * `document.body` and `document.createElement` are those elements (https://html.spec.whatwg.org/#dom-document-nameditem).
 */
import type { Plugin } from 'vite';

const NAME = 'virtual:page-document';

/** A method is bound, because it would be called on the proxy. Short, because every page loads it. */
const PROXY =
  'new Proxy(document, { get: (page, name, member) => typeof (member = Reflect.get(Document.prototype, name, page)) == "function" ? member.bind(page) : member })';

/** A member that is read or called. Not an assignment, a path such as `./field-document.ts`, or another object's document. */
const MEMBER = /(?<![\w$./'"`-])document\.(?=[a-z]\w*\b(?!\s*=[^=]))/gi;
/** How Preact finds the document that it creates elements with. */
const PREACT = /\b\w+\.ownerDocument\|\|document\b/g;

/** @param runsOnServers Whether a page may also be rendered on a server, which has no document. */
export const pageDocument = (runsOnServers: boolean): Plugin => ({
  name: 'page-document',
  enforce: 'pre',
  resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
  load: (id) =>
    id === `\0${NAME}`
      ? {
          code: `export const pageDocument = ${runsOnServers ? 'globalThis.document && ' : ''}${PROXY};`,
          // Left out where only a comment has such a member: the file may be loaded on a server.
          moduleSideEffects: false,
        }
      : undefined,
  transform(code, id) {
    const rewritten = readFromPrototype(code, id);
    return rewritten === null ? null : { code: rewritten, map: null };
  },
});

/** @returns null for code without such a member. @throws if Preact creates its elements in another way */
export function readFromPrototype(code: string, id: string): string | null {
  const path = id.replaceAll('\\', '/').replace(/\?.*/, '');
  const isPreact = path.endsWith('/preact/dist/preact.mjs');
  if (!isPreact && (!/\/src\/.*\.tsx?$/.test(path) || path.includes('/node_modules/'))) return null;
  const rewritten = isPreact ? code.replaceAll(PREACT, 'pageDocument') : code.replaceAll(MEMBER, 'pageDocument.');
  if (rewritten !== code) return `import { pageDocument } from '${NAME}';\n${rewritten}`;
  if (isPreact)
    throw new Error('Preact no longer creates elements with `ownerDocument||document`: change page-document.ts.');
  return null;
}
