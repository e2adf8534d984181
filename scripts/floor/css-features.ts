/** Finds CSS that the floor lacks: properties, keywords, functions, units, selectors and at-rules. */
import { find, parse, walk, type CssNode, type Declaration } from 'css-tree';
import { findingAt, type Finding } from './compat-data.ts';

const looksLikeCss = (text: string) => /[\w)\]*]\s*\{[^{}]*:[^{}]*\}/.test(text) && !/[`$]|=>|function/.test(text);

/** The style sheets among the strings of a script. */
export const styleSheetsIn = (texts: readonly string[]): string[] => texts.filter(looksLikeCss);

export function scanStyles(css: string): Finding[] {
  const findings: Finding[] = [];
  const note = (...found: (Finding | null)[]) => findings.push(...found.filter((finding) => finding !== null));
  walk(parse(css, { parseCustomProperty: true }), {
    enter(node: CssNode) {
      // A browser that lacks the feature skips the block.
      if (node.type === 'Atrule' && node.name === 'supports') return walk.skip;
      if (node.type === 'Atrule') note(findingAt('css', 'at-rules', node.name));
      if (node.type === 'PseudoClassSelector' || node.type === 'PseudoElementSelector')
        note(findingAt('css', 'selectors', node.name));
      if (node.type === 'NestingSelector') note(findingAt('css', 'selectors', 'nesting'));
      if (node.type === 'Block') noteDeclarations(node.children.toArray(), note);
      return undefined;
    },
  });
  return findings;
}

/** A declaration that the floor lacks may follow one of the same property that the floor has. */
function noteDeclarations(children: readonly CssNode[], note: (...found: (Finding | null)[]) => void): void {
  const understood = new Set<string>();
  for (const child of children) {
    if (child.type !== 'Declaration') continue;
    const found = findInDeclaration(child);
    if (found.length === 0) understood.add(child.property.replace('-webkit-', ''));
    else if (!understood.has(child.property) || hasVariable(child)) note(...found);
  }
}

/** With a variable, the browser parses the value too late to fall back to the declaration before it. */
const hasVariable = ({ value }: Declaration) =>
  value.type === 'Raw' ||
  value.children.toArray().some((node) => find(node, (inner) => inner.type === 'Function' && inner.name === 'var'));

function findInDeclaration({ property, value }: Declaration): Finding[] {
  const found = [findingAt('css', 'properties', property)];
  if (value.type === 'Value')
    walk(value, (node) => {
      if (node.type === 'Identifier') found.push(findingAt('css', 'properties', property, node.name));
      if (node.type === 'Function') found.push(...findFunction(node.name, node.children.toArray()));
      if (node.type === 'Dimension') found.push(findUnit(node.unit));
    });
  return found.filter((finding) => finding !== null);
}

function findFunction(name: string, [first]: readonly CssNode[]): (Finding | null)[] {
  const isRelative = first?.type === 'Identifier' && first.name === 'from';
  const groups = [
    ['css', 'types'],
    ['css', 'types', 'color'],
  ];
  return groups.map((group) => findingAt(...group, name, ...(isRelative ? ['relative_syntax'] : [])));
}

const UNIT_GROUPS: Record<string, string> = {
  dv: 'viewport_percentage_units_dynamic',
  sv: 'viewport_percentage_units_small',
  lv: 'viewport_percentage_units_large',
  cq: 'container_query_length_units',
};

const findUnit = (unit: string) => findingAt('css', 'types', 'length', UNIT_GROUPS[unit.slice(0, 2)] ?? unit);
