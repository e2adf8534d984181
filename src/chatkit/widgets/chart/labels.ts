/** Labels of the x axis: as many as fit, in two lines where that helps, cut off with an ellipsis where it does not. */

export interface AxisLabel {
  x: number;
  anchor: 'start' | 'middle' | 'end';
  lines: readonly string[];
}

interface Room {
  /** The distance of two neighbouring labels. */
  step: number;
  left: number;
  right: number;
}

const CHARACTER = 6.3;
const GAP = 8;
/** A label needs at least this much room to be readable. */
const MIN_PIXELS = 44;

/** An estimate in pixels, at 12 px. Measuring 1,000 labels in the browser would take longer than drawing the chart. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += (character.codePointAt(0) ?? 0) > 0x2e80 ? CHARACTER * 1.9 : CHARACTER;
  return width;
}

export function fitLabels(labels: readonly { text: string; x: number }[], { step, left, right }: Room): AxisLabel[] {
  const longest = labels.reduce((most, { text }) => Math.max(most, textWidth(text)), 1);
  const needed = Math.min(longest, Math.max(MIN_PIXELS, longestWord(labels.map(({ text }) => text)))) + GAP;
  const every = Math.max(1, Math.ceil(needed / Math.max(step, 0.01)));
  const room = Math.max(step * every - GAP, 10);
  return labels
    .filter((_, index) => index % every === 0)
    .map(({ text, x }) => {
      const lines = wrap(text, room);
      const half = Math.max(...lines.map(textWidth)) / 2;
      if (x - half < left - 20) return { x: Math.max(0, left - 20), anchor: 'start', lines };
      return x + half > right + 2 ? { x: right + 2, anchor: 'end', lines } : { x, anchor: 'middle', lines };
    });
}

const longestWord = (texts: readonly string[]) =>
  Math.min(
    96,
    texts.slice(0, 200).reduce((most, text) => Math.max(most, ...text.split(/\s+/u).map(textWidth)), 0),
  );

function wrap(text: string, room: number): string[] {
  if (textWidth(text) <= room) return [text];
  const lines = [''];
  for (const word of text.trim().split(/\s+/u)) {
    const last = lines.at(-1) ?? '';
    const joined = last === '' ? word : `${last} ${word}`;
    if (textWidth(joined) <= room || last === '' || lines.length === 2) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  return lines.map((line) => cutOff(line, room));
}

function cutOff(line: string, room: number): string {
  if (textWidth(line) <= room) return line;
  let kept = '';
  for (const character of line) {
    if (textWidth(`${kept}${character}…`) > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
