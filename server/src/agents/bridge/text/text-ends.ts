/** The number of characters at the end of `text` that may begin one of `marks`. */
export function longestEndThatBegins(text: string, marks: readonly string[]): number {
  const most = Math.min(Math.max(...marks.map(({ length }) => length)) - 1, text.length);
  for (let length = most; length > 0; length -= 1)
    if (marks.some((mark) => mark.startsWith(text.slice(-length)))) return length;
  return 0;
}
