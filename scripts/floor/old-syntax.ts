/**
 * The scripts that a page carries run in every browser that has `import()`: Chrome 63, Firefox 67, Safari 11.1. There
 * they find out that the browser is too old. One piece of newer syntax in them would be an error on the page instead.
 */
import { isNode, isRegex, parseProgram, walk, type Node } from './js-features.ts';

export const SCRIPTS_OF_PAGES = [
  'dist/chatdock.umd.js',
  'dist/chatdock.js',
  'dist/chatkit.js',
  'dist/modules/plain-link.js',
];

const OPERATORS = ['??', '??=', '||=', '&&='];
const NEW_NODES = ['ChainExpression', 'PropertyDefinition', 'PrivateIdentifier', 'StaticBlock', 'BigIntLiteral'];

/** Returns a word for each kind of newer syntax in the code. */
export function findNewSyntax(name: string, code: string): string[] {
  const found = new Set<string>();
  walk(parseProgram(name, code), (node) => {
    const word = newSyntax(node);
    if (word !== undefined) found.add(word);
  });
  return [...found];
}

function newSyntax(node: Node): string | undefined {
  if (NEW_NODES.includes(node.type)) return node.type;
  if (node.type === 'CatchClause' && !isNode(node['param'])) return 'catch without a parameter';
  if (OPERATORS.includes(String(node['operator']))) return String(node['operator']);
  const regex = node.type === 'Literal' ? node['regex'] : undefined;
  if (isRegex(regex)) {
    if (/[^gimuy]/.test(regex.flags)) return `a regular expression with the flags ${regex.flags}`;
    if (/\(\?<|\(\?[a-z-]+:|\\p\{/.test(regex.pattern)) return `the regular expression /${regex.pattern}/`;
  }
  return undefined;
}
