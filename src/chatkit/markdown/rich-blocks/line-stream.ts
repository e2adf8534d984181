/** The cursor CodeMirror's line readers expect. Source: the interface `StringStream` of @codemirror/language. */

type Test = string | RegExp | ((character: string) => boolean);

export class LineStream {
  readonly string: string;
  readonly indentUnit = 2;
  pos = 0;
  start = 0;

  constructor(line: string) {
    this.string = line;
  }

  eol(): boolean {
    return this.pos >= this.string.length;
  }

  sol(): boolean {
    return this.pos === 0;
  }

  peek(): string | undefined {
    return this.string.charAt(this.pos) || undefined;
  }

  next(): string | undefined {
    return this.pos < this.string.length ? this.string.charAt(this.pos++) : undefined;
  }

  eat(test: Test): string | undefined {
    const character = this.string.charAt(this.pos);
    if (character === '' || !passes(test, character)) return undefined;
    this.pos++;
    return character;
  }

  eatWhile(test: Test): boolean {
    const from = this.pos;
    while (this.eat(test) !== undefined);
    return this.pos > from;
  }

  eatSpace(): boolean {
    return this.eatWhile(/\s/);
  }

  skipToEnd(): void {
    this.pos = this.string.length;
  }

  skipTo(text: string): boolean | undefined {
    const found = this.string.indexOf(text, this.pos);
    if (found < 0) return undefined;
    this.pos = found;
    return true;
  }

  backUp(count: number): void {
    this.pos -= count;
  }

  column(): number {
    return columnsOf(this.string.slice(0, this.start));
  }

  indentation(): number {
    return columnsOf(/^\s*/.exec(this.string)?.[0] ?? '');
  }

  match(pattern: string | RegExp, consume = true, caseInsensitive = false): boolean | RegExpMatchArray | null {
    if (typeof pattern === 'string') {
      const here = this.string.slice(this.pos, this.pos + pattern.length);
      const equal = caseInsensitive ? here.toLowerCase() === pattern.toLowerCase() : here === pattern;
      if (equal && consume) this.pos += pattern.length;
      return equal || null;
    }
    const found = this.string.slice(this.pos).match(pattern);
    if (!found || (found.index ?? 0) > 0) return null;
    if (consume) this.pos += found[0].length;
    return found;
  }

  current(): string {
    return this.string.slice(this.start, this.pos);
  }

  /** Always null: the next lines are unknown while code is streaming. */
  lookAhead(): string | null {
    return null;
  }

  baseToken(): null {
    return null;
  }
}

function passes(test: Test, character: string): boolean {
  if (typeof test === 'string') return test === character;
  return test instanceof RegExp ? test.test(character) : test(character);
}

function columnsOf(space: string): number {
  let columns = 0;
  for (const character of space) columns += character === '\t' ? 2 - (columns % 2) : 1;
  return columns;
}
