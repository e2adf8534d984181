/** The launcher's few icons as plain SVG, drawn without markup strings so that Trusted Types have nothing to object to. */

const shapes: Record<string, string> = {
  chat: 'M7.9 20A9 9 0 1 0 4 16.1L2 22Z',
  sparkle: 'M12 3c1 6 3 8 9 9-6 1-8 3-9 9-1-6-3-8-9-9 6-1 8-3 9-9Z',
  close: 'M18 6 6 18M6 6l12 12',
};

const namespace = 'http://www.w3.org/2000/svg';

/** An icon by name, or the image at a URL. */
export function createIcon(name: string): Element {
  const shape = shapes[name];
  if (!shape) {
    const image = document.createElement('img');
    image.src = name;
    image.alt = '';
    return image;
  }
  const svg = document.createElementNS(namespace, 'svg');
  const path = svg.appendChild(document.createElementNS(namespace, 'path'));
  setAll(svg, { viewBox: '0 0 24 24', 'aria-hidden': true });
  setAll(path, { d: shape });
  return svg;
}

export function setAll(element: Element, attributes: Record<string, string | number | boolean>) {
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
}
