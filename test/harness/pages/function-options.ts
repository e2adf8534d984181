/** Lists the function options from the type declarations, so that a test cannot miss a new one. */
import { readFileSync } from 'node:fs';
import { parseSync } from 'vite';

/** The part of a syntax tree that we read. */
interface Node {
  type: string;
  [key: string]: unknown;
}
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
const nodesOf = (value: unknown) => [value].flat().filter(isNode);
const under = (node: Node | undefined, key: string) => nodesOf(node?.[key])[0];
const nameOf = (node: Node | undefined) => String(node?.['name'] ?? node?.['value'] ?? '');

/**
 * The function members of a type, as paths: `header.leftAction.onClick`. Follows types of the same file, except those
 * in `skip`.
 */
export function functionsIn(file: string, type: string, { skip = [] }: { skip?: readonly string[] } = {}): string[] {
  const declared = new Map<string, Node>();
  for (const statement of nodesOf(parseSync(file, readFileSync(file, 'utf8')).program.body)) {
    const declaration = under(statement, 'declaration') ?? statement;
    if (/^TS(TypeAlias|Interface)Declaration$/.test(declaration.type))
      declared.set(nameOf(under(declaration, 'id')), declaration);
  }
  if (!declared.has(type)) throw new Error(`${file} declares no ${type}.`);
  const found = new Set<string>();

  const follow = (node: Node | undefined, path: readonly string[]): void => {
    if (!node || path.length > 6) return;
    switch (node.type) {
      case 'TSFunctionType':
        return void found.add(path.join('.'));
      case 'TSTypeQuery': // `typeof fetch`
        return void found.add(path.join('.'));
      case 'TSUnionType':
      case 'TSIntersectionType':
        return nodesOf(node['types']).forEach((part) => follow(part, path));
      case 'TSParenthesizedType':
      case 'TSTypeAliasDeclaration':
        return follow(under(node, 'typeAnnotation'), path);
      case 'TSArrayType':
        return follow(under(node, 'elementType'), path);
      case 'TSTypeLiteral':
        return nodesOf(node['members']).forEach((member) => follow(member, path));
      case 'TSInterfaceDeclaration':
        return nodesOf(under(node, 'body')?.['body']).forEach((member) => follow(member, path));
      case 'TSPropertySignature':
        return follow(under(under(node, 'typeAnnotation'), 'typeAnnotation'), [...path, nameOf(under(node, 'key'))]);
      case 'TSMethodSignature':
        return void found.add([...path, nameOf(under(node, 'key'))].join('.'));
      case 'TSTypeReference': {
        const name = nameOf(under(node, 'typeName'));
        return skip.includes(name) ? undefined : follow(declared.get(name), path);
      }
      default:
    }
  };
  follow(declared.get(type), []);
  return [...found];
}
