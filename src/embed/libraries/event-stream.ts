/**
 * The part of `eventsource-parser` that reading a reply uses. In the script tag's modules, `vite.config.ts` replaces the package with
 * this file, which is a fifth of its size. `event-stream.test.ts` compares the two.
 */

interface Callbacks {
  onEvent(event: { data: string; id?: string | undefined }): void;
  onComment(comment: string): void;
  /** Called with a line that has none of the fields of an event stream. */
  onError(error: { line: string }): void;
}

/** Source: WHATWG HTML, section "Parsing an event stream". */
export function createParser({ onEvent, onComment, onError }: Callbacks) {
  let unfinished = '';
  /** The character to remove from the next text: a byte order mark at the start, or the second half of a line end. */
  let dropped = /^\ufeff/;
  let data: string[] = [];
  let id: string | undefined;

  function readLine(line: string): void {
    if (line === '') {
      if (data.length > 0) onEvent({ data: data.join('\n'), id });
      data = [];
      id = undefined;
      return;
    }
    const [, name, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === '') onComment(value);
    else if (name === 'data') data.push(value);
    else if (name === 'id') id = value.includes('\0') ? id : value;
    else if (name !== 'event' && name !== 'retry') onError({ line });
  }

  return {
    feed(text: string): void {
      if (text === '') return;
      const lines = text.replace(dropped, '').split(/\r\n?|\n/);
      dropped = text.endsWith('\r') ? /^\n/ : /$^/;
      lines[0] = unfinished + lines[0];
      unfinished = lines.pop() ?? '';
      lines.forEach(readLine);
    },
  };
}
