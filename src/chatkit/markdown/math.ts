/** TeX to MathML, through temml, loaded when a text first holds a formula. */

const MATHML = 'http://www.w3.org/1998/Math/MathML';
/** A longer formula is shown as it is typed. */
const MAX_TEX = 8000;

/** Draws a formula; throws when its TeX cannot be read. */
export type DrawMath = (tex: string, display: boolean) => Node;

/** The part of temml's tree that matters here. */
interface TreeNode {
  type?: string;
  text?: string;
  attributes?: Record<string, string>;
  classes?: readonly string[];
  style?: Record<string, string>;
  children?: readonly TreeNode[];
}

/** Loads the converter once. */
export async function loadMath(): Promise<DrawMath> {
  const { default: temml } = await import('temml');
  return (tex, display) => {
    if (tex.length > MAX_TEX)
      throw new Error(`A formula of ${tex.length} characters is longer than ${MAX_TEX}, so it is shown as text.`);
    // Undocumented, but the documented ways write `style` attributes, which a strict content security policy refuses.
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
}

function toNode(tree: TreeNode): Node {
  if (tree.text !== undefined) return document.createTextNode(tree.text);
  const node = tree.type === undefined ? document.createDocumentFragment() : toElement(tree, tree.type);
  for (const child of tree.children ?? []) node.append(toNode(child));
  return node;
}

function toElement(tree: TreeNode, type: string): Element {
  const element = document.createElementNS(MATHML, /^[a-z]+$/.test(type) ? type : 'mrow');
  const { style, ...attributes } = tree.attributes ?? {};
  for (const [name, value] of Object.entries(attributes))
    if (!/^(?:on|href|src|id|xlink)/i.test(name)) element.setAttribute(name, value);
  const classes = tree.classes?.filter(Boolean).join(' ');
  if (classes) element.setAttribute('class', classes);
  if (element instanceof MathMLElement) {
    if (style) element.style.cssText = style;
    Object.assign(element.style, tree.style);
  }
  return element;
}
