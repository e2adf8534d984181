/** Converts TeX to MathML with temml. Loads when a text first has a formula. */
import temml from 'temml';

const MATHML = 'http://www.w3.org/1998/Math/MathML';
/** A longer formula is shown as source. */
const MAX_TEX = 8000;
/** The maximum nesting. A deeper formula, or one that overflows the converter's stack, is shown as source. */
const MAX_DEPTH = 150;
/** The maximum length inside a formula, in either direction. */
const MAX_EM = 10;

/** Renders a formula. Throws if its TeX is invalid. */
export type DrawMath = (tex: string, display: boolean) => Node;

/** The part of temml's tree that we use. */
interface TreeNode {
  type?: string;
  text?: string;
  attributes?: Record<string, string>;
  classes?: readonly string[];
  style?: Record<string, string>;
  children?: readonly TreeNode[];
}

export const convertMath: DrawMath = (tex, display) => {
  if (tex.length > MAX_TEX)
    throw new Error(`A formula of ${tex.length} characters is longer than ${MAX_TEX}, so it is shown as text.`);
  // Undocumented, but the documented functions write `style` attributes, which a strict Content Security Policy
  // blocks.
  const tree = (
    temml as unknown as { __renderToMathMLTree(tex: string, options: object): TreeNode }
  ).__renderToMathMLTree(tex, {
    displayMode: display,
    throwOnError: true,
    trust: false,
    maxExpand: 200,
    maxSize: [10, 10],
  });
  return toNode(tree);
};

function toNode(tree: TreeNode, depth = 0): Node {
  if (depth > MAX_DEPTH) throw new Error(`A formula is nested more than ${MAX_DEPTH} deep, so it is shown as text.`);
  if (tree.text !== undefined) return document.createTextNode(tree.text);
  const node = tree.type === undefined ? document.createDocumentFragment() : toElement(tree, tree.type);
  for (const child of tree.children ?? []) node.append(toNode(child, depth + 1));
  return node;
}

/** Clamps every length, including negative ones, which the converter does not limit. */
function withShortLengths(value: string): string {
  return value.replaceAll(
    /(?<![\d.])(-?(?:\d+(?:\.\d+)?|\.\d+))(em|ex|rem|pt|px|mu|in|cm|mm|width)/g,
    (length, count: string, unit: string) => {
      const most = unit === 'em' || unit === 'ex' || unit === 'rem' ? MAX_EM : MAX_EM * 20;
      return Math.abs(Number(count)) > most ? `${Math.sign(Number(count)) * most}${unit}` : length;
    },
  );
}

function toElement(tree: TreeNode, type: string): Element {
  const element = document.createElementNS(MATHML, /^[a-z]+$/.test(type) ? type : 'mrow');
  const { style, ...attributes } = tree.attributes ?? {};
  for (const [name, value] of Object.entries(attributes))
    if (!/^(?:on|href|src|id|xlink)/i.test(name)) element.setAttribute(name, withShortLengths(String(value)));
  const classes = tree.classes?.filter(Boolean).join(' ');
  if (classes) element.setAttribute('class', classes);
  if (element instanceof MathMLElement) {
    if (style) element.style.cssText = withShortLengths(style);
    for (const [name, value] of Object.entries(tree.style ?? {}))
      Object.assign(element.style, { [name]: withShortLengths(String(value)) });
  }
  return element;
}
