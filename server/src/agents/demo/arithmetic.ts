/**
 * Calculates what a visitor types, such as `12 * (7 + 3)` or `2^10 / 4`. A small parser reads it; it never runs as
 * code.
 */

/** Only this much of the text is searched, because the pattern below takes quadratic time. */
const LOOKED_AT_CHARS = 2000;

/** The first calculation in `text` that has an operator, as typed, and its value. Null if there is no calculation. */
export function solveSum(text: string): { source: string; value: number } | null {
  const found = /[-(]*\d[\d\s.()+\-*/^×÷−%]*[\d)]/u.exec(text.slice(0, LOOKED_AT_CHARS))?.[0].trim();
  if (found === undefined || !/\d\s*[+\-*/^×÷−%]+\s*[(\d-]/u.test(found)) return null;
  const reader = new SumReader(
    found.replaceAll('×', '*').replaceAll('÷', '/').replaceAll('−', '-').replaceAll(/\s+/gu, ''),
  );
  const value = reader.read();
  return value === null || !Number.isFinite(value) ? null : { source: found, value };
}

class SumReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): number | null {
    try {
      const value = this.#sum();
      return this.#at === this.#text.length ? value : null;
    } catch {
      return null; // not a calculation: "call 555-" matches the pattern too
    }
  }

  #sum(): number {
    let value = this.#product();
    for (;;) {
      if (this.#consume('+')) value += this.#product();
      else if (this.#consume('-')) value -= this.#product();
      else return value;
    }
  }

  #product(): number {
    let value = this.#power();
    for (;;) {
      if (this.#consume('*')) value *= this.#power();
      else if (this.#consume('/')) value /= this.#power();
      else if (this.#consume('%')) value %= this.#power();
      else return value;
    }
  }

  #power(): number {
    if (this.#consume('-')) return -this.#power();
    const base = this.#atom();
    return this.#consume('^') ? base ** this.#power() : base;
  }

  #atom(): number {
    if (this.#consume('(')) {
      const value = this.#sum();
      if (!this.#consume(')')) throw new SyntaxError('A bracket is not closed.');
      return value;
    }
    const digits = /^\d+(\.\d+)?/u.exec(this.#text.slice(this.#at))?.[0];
    if (digits === undefined) throw new SyntaxError('A number is missing.');
    this.#at += digits.length;
    return Number(digits);
  }

  #consume(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at += 1;
    return true;
  }
}
