/** Decides which buttons of the header fit beside its title. */

/** The number of characters of a title that are always shown. */
const LEAST_TITLE = 12;

/**
 * The names that stay in the bar. The others move into the menu, the last ones first.
 *
 * @param wanted The names that the owner wants in the bar, in the order of the bar.
 * @param fixed Those that never move.
 * @param hasMenu Whether the menu has entries anyway, so that its button takes a place.
 * @param places How many buttons fit.
 */
export function fitHeader<Name extends string>(
  wanted: readonly Name[],
  fixed: readonly Name[],
  hasMenu: boolean,
  places: number,
): Name[] {
  if (wanted.length + (hasMenu ? 1 : 0) <= places) return [...wanted];
  const movable = wanted.filter((name) => !fixed.includes(name));
  const free = places - 1 - (wanted.length - movable.length);
  const moved = movable.slice(Math.max(0, free));
  return wanted.filter((name) => !moved.includes(name));
}

/** How many buttons fit beside the first characters of the title. */
export function countPlaces(bar: HTMLElement, title: HTMLElement): number {
  const tool = bar.querySelector<HTMLElement>('.tool');
  if (!tool) return Infinity;
  const { paddingInlineStart, paddingInlineEnd, columnGap } = getComputedStyle(bar);
  const inner = bar.clientWidth - Number.parseFloat(paddingInlineStart) - Number.parseFloat(paddingInlineEnd);
  const gap = Number.parseFloat(columnGap) || 0;
  const beside = [...bar.querySelectorAll<HTMLElement>('[data-beside]')];
  const used = beside.reduce((sum, { offsetWidth }) => sum + offsetWidth + gap, 0) + widthOfStart(title);
  return Math.floor((inner - used) / (tool.offsetWidth + gap));
}

/** The width that the title needs: its first characters and an ellipsis. */
function widthOfStart(title: HTMLElement): number {
  const text = title.firstChild;
  const { fontSize } = getComputedStyle(title);
  const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(title.parentElement ?? title);
  const padding = Number.parseFloat(paddingInlineStart) + Number.parseFloat(paddingInlineEnd);
  if (!(text instanceof Text)) return padding;
  const start = [...text.data].slice(0, LEAST_TITLE).join('');
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(text, start.length);
  // Add the widths of both lines, because the title has two lines if the bar has too little room.
  const width = [...range.getClientRects()].reduce((sum, line) => sum + line.width, 0);
  return Math.ceil(width) + padding + (start.length < text.length ? Number.parseFloat(fontSize) : 0);
}
