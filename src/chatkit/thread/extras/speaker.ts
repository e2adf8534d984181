/** Speaks texts with the browser's own voices: one at a time on the whole page, because the page has one voice. */

/** Some voices fall silent in an utterance of more than about 15 seconds. */
const MAX_LETTERS = 200;
/** How often the speaker looks whether what it reads is still on screen, in milliseconds. */
const LOOK_MS = 500;

interface Speaking {
  /** Identifies the answer. */
  key: object | string;
  stop(): void;
}

let current: Speaking | null = null;
const listeners = new Set<() => void>();
const notify = () => listeners.forEach((listener) => listener());

/** The message that is being read aloud; null if none is. */
export const spoken = (): Speaking['key'] | null => current?.key ?? null;

export function onSpoken(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

interface Speech {
  key: Speaking['key'];
  text: string;
  lang: string;
  /** The reading stops when this is false. */
  shouldContinue(): boolean;
  onFail(): void;
}

/** Reads a text from its beginning. Stops what was being read. */
export function speak({ key, text, lang, shouldContinue, onFail }: Speech): void {
  stopSpeaking();
  const pieces = toPieces(text);
  const watch = setInterval(() => shouldContinue() || stop(), LOOK_MS);
  addEventListener('pagehide', stop);
  const speaking: Speaking = { key, stop };
  current = speaking;

  function stop() {
    clearInterval(watch);
    removeEventListener('pagehide', stop);
    if (current !== speaking) return;
    current = null;
    speechSynthesis.cancel();
    notify();
  }
  function next() {
    const piece = current === speaking ? pieces.shift() : undefined;
    if (piece === undefined) return stop();
    const utterance = new SpeechSynthesisUtterance(piece);
    utterance.lang = lang;
    utterance.addEventListener('end', next);
    utterance.addEventListener('error', () => {
      // `cancel` also ends in an error, after `current` was cleared.
      if (current === speaking) onFail();
      stop();
    });
    speechSynthesis.speak(utterance);
  }
  next();
  notify();
}

export const stopSpeaking = (): void => current?.stop();

/** Cuts after sentences; a longer sentence between two words, and a longer word anywhere. */
export function toPieces(text: string): string[] {
  const pieces: string[] = [];
  let rest = text.trim();
  while (rest.length > MAX_LETTERS) {
    const start = rest.slice(0, MAX_LETTERS);
    const sentence = Math.max(...['. ', '! ', '? ', '… ', '。', '！', '？'].map((end) => start.lastIndexOf(end) + 1));
    const end = sentence > 0 ? sentence : Math.max(start.lastIndexOf(' '), 0) || wholeEnd(rest);
    pieces.push(rest.slice(0, end).trim());
    rest = rest.slice(end).trim();
  }
  return rest === '' ? pieces : [...pieces, rest];
}

/** Does not cut a character of two code units in half. */
const wholeEnd = (text: string) =>
  /[\ud800-\udbff]/.test(text[MAX_LETTERS - 1] ?? '') ? MAX_LETTERS - 1 : MAX_LETTERS;
