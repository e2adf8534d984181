/** The launcher's few icons as plain SVG, drawn without markup strings so that Trusted Types have nothing to object to. */

const shapes: Record<string, string> = {
  chat: 'M7.9 20A9 9 0 1 0 4 16.1L2 22Z',
  sparkle: 'M12 2l2.6 7.4L22 12l-7.4 2.6L12 22l-2.6-7.4L2 12l7.4-2.6Z',
  close: 'M18 6 6 18M6 6l12 12',
};

const namespace = 'http://www.w3.org/2000/svg';

/** An icon by name, or the image at a URL; the plain one when there is none at that URL. */
export function createIcon(name: string): Element {
  const shape = shapes[name];
  if (!shape) {
    const image = document.createElement('img');
    image.src = name;
    image.alt = '';
    image.addEventListener('error', () => image.replaceWith(createIcon('chat')));
    return image;
  }
  const svg = document.createElementNS(namespace, 'svg');
  const path = svg.appendChild(document.createElementNS(namespace, 'path'));
  setAll(svg, { viewBox: '0 0 24 24', fill: 'none', stroke: 'currentColor', 'stroke-width': 2, 'stroke-linecap': 'round', 'stroke-linejoin': 'round' });
  setAll(path, { d: shape });
  return svg;
}

export function setAll(element: Element, attributes: Record<string, string | number | boolean>) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
