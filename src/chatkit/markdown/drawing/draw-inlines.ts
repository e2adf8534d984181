/** Renders inlines as elements, and updates rendered ones to a new version. */
import type { DrawContext } from '../context.ts';
import { element } from './elements.ts';
import { destinationToShow } from '../../ui/links/destination.ts';
import { rareSyntax } from '../lazy-syntax.ts';
import { withFewMarks } from './marks.ts';
import { isDeepLink, isSafeLink } from './link-policy.ts';
import { inlineText, type Inline } from '../parsing/tree.ts';

/** Updates the children of `parent`, from `node` on, from `before` to `next`. */
export function reconcile(
  parent: Node,
  node: ChildNode | null,
  before: readonly Inline[],
  next: readonly Inline[],
  context: DrawContext,
): void {
  let index = 0;
  for (; index < next.length; index++) {
    const [was, is] = [before[index], next[index]];
    if (!is) break;
    if (node && was && patch(node, was, is, context)) node = node.nextSibling;
    else if (node && was) {
      const drawn = drawInline(is, context);
      node.replaceWith(drawn);
      if (was.type === 'footnote') context.footnotesChanged = true;
      node = drawn.nextSibling;
    } else parent.appendChild(drawInline(is, context));
  }
  while (node) {
    const following: ChildNode | null = node.nextSibling;
    node.remove();
    node = following;
    context.footnotesChanged = true;
  }
}

/** Updates a node from `was` to `is` if both are of the same kind. */
function patch(node: ChildNode, was: Inline, is: Inline, context: DrawContext): boolean {
  if (was === is) return true;
  if ((was.type === 'text' || was.type === 'html') && (is.type === 'text' || is.type === 'html')) {
    setText(node, was.text, is.text);
    return true;
  }
  if (was.type === 'code' && is.type === 'code') {
    if (node.firstChild) setText(node.firstChild, was.text, is.text);
    else if (is.text !== '') node.appendChild(document.createTextNode(is.text));
    return true;
  }
  if ('children' in was && 'children' in is && was.type === is.type) {
    if (
      was.type === 'link' &&
      is.type === 'link' &&
      (was.href !== is.href || was.title !== is.title || was.pending !== is.pending)
    )
      return false;
    if (was.type === 'element' && is.type === 'element' && was.name !== is.name) return false;
    const link = is.type === 'link' && node instanceof Element ? node : null;
    link?.querySelector(':scope > .ck-link-goes')?.remove();
    reconcile(node, node.firstChild, was.children, is.children, context);
    if (link && is.type === 'link') showDestination(link, is);
    return true;
  }
  switch (is.type) {
    case 'break':
    case 'comment':
      return was.type === is.type;
    case 'image':
      return was.type === 'image' && was.src === is.src && was.alt === is.alt && was.title === is.title;
    case 'math':
      return was.type === 'math' && was.tex === is.tex && was.display === is.display;
    case 'footnote':
      return was.type === 'footnote' && was.label === is.label;
    case 'marker':
      return was.type === 'marker' && was.at === is.at;
    default:
      return false;
  }
}

/** `was` is the node's text before `withFewMarks` added dotted circles to it. */
export function setText(node: ChildNode, was: string, is: string): void {
  if (was === is) return;
  const isPlain = node.nodeValue?.length === was.length;
  if (node instanceof Text && isPlain && is.startsWith(was) && !STARTS_WITH_MARK.test(is.slice(was.length)))
    node.appendData(withFewMarks(is.slice(was.length)));
  else node.nodeValue = withFewMarks(is);
}

const STARTS_WITH_MARK = /^\p{M}/u;

function drawInline(inline: Inline, context: DrawContext): ChildNode {
  switch (inline.type) {
    case 'text':
    case 'html':
      return document.createTextNode(withFewMarks(inline.text));
    case 'break':
      return document.createElement('br');
    case 'comment':
      return document.createComment('');
    case 'code':
      return element('code', 'ck-inline-code', withFewMarks(inline.text));
    case 'element':
    case 'em':
    case 'strong':
    case 'del': {
      const node = document.createElement(inline.type === 'element' ? inline.name : inline.type);
      for (const child of inline.children) node.appendChild(drawInline(child, context));
      return node;
    }
    case 'link':
      return drawLink(inline, context);
    case 'image':
      return rareSyntax.now()?.drawImage(inline, context) ?? element('span', 'ck-image-blocked', inline.alt);
    case 'math':
      return rareSyntax.now()?.drawMath(inline, context) ?? document.createTextNode(inline.tex);
    case 'footnote':
      return drawFootnote(inline.label, context);
    case 'marker':
      return context.options.drawMarker?.(inline.at) ?? element('span', '', '');
  }
}

function drawLink(link: Link, context: DrawContext): HTMLElement {
  const live = !link.pending && isSafeLink(link.href);
  const node = document.createElement(live ? 'a' : 'span');
  node.className = live || link.pending ? 'ck-link' : 'ck-unsafe-link';
  for (const child of link.children) node.appendChild(drawInline(child, context));
  if (!(node instanceof HTMLAnchorElement)) return node;
  showDestination(node, link);
  node.setAttribute('href', link.href);
  if (link.title) node.title = link.title;
  if (isDeepLink(link.href)) {
    node.addEventListener('click', (event) => {
      event.preventDefault();
      context.options.onDeepLink?.(link.href);
    });
  } else {
    node.target = '_blank';
    node.rel = 'noopener noreferrer nofollow';
  }
  return node;
}

type Link = Extract<Inline, { type: 'link' }>;

/** Adds where the link goes if its text names another host. */
function showDestination(node: Element, link: Link): void {
  const goes = node.matches('a') && destinationToShow(inlineText(link.children), link.href);
  if (!goes) return;
  const host = element('bdi', 'ck-link-goes', ` (${goes})`);
  host.dir = 'ltr';
  node.append(host);
}

function drawFootnote(label: string, context: DrawContext): HTMLElement {
  context.footnotesChanged = true;
  const node = element('sup', 'ck-footnote-mark', '');
  const button = element('button', '', '');
  button.setAttribute('type', 'button');
  node.dataset['footnote'] = label;
  node.append(button);
  return node;
}
