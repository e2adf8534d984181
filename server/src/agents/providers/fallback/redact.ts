/** Makes a provider's error message safe to log: removes secrets and visitors' texts, and shortens it. */

interface RedactOptions {
  /** Keys, which are replaced wherever they appear. */
  secrets?: readonly string[] | undefined;
  /** The texts of the conversation. Longer quotations of them are replaced. */
  texts?: readonly string[] | undefined;
}

const MAX_CHARS = 300;
/** Only this much of a very long conversation is checked. */
const MAX_CONVERSATION_CHARS = 400_000;
/** This many characters that also occur in the conversation count as a quotation. */
const QUOTED_CHARS = 12;

const PATTERNS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  // Some servers repeat the request, or the part that they could not read.
  [/[{[]\s*"[\s\S]*":[\s\S]*$/u, '…'],
  [/\s+/gu, ' '],
  [/\b(?:Bearer|Basic)\s+\S+/giu, '[secret]'],
  [/\b(?:sk|pk|gsk|xai|key|hf|csk|nvapi|r8|AIza|ya29|org|proj)[-_.A-Za-z0-9]*[*\d][-_.*A-Za-z0-9]{3,}/gu, '[secret]'],
  [/[\w.+-]+@[\w-]+\.[\w.-]+/gu, '[address]'],
  [/(https?:\/\/[^\s?#"']+)[?#][^\s"']*/gu, '$1'],
  [/(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{24,}/gu, '[token]'],
  [/\d[\d -]{7,}\d/gu, '[number]'],
  [/(["'`“])(?:(?!\1)[^”]){60,}?(?:\1|”)/gu, '"…"'],
];

/** One line of at most 300 characters. */
export function redact(message: string, { secrets = [], texts = [] }: RedactOptions = {}): string {
  const withoutSecrets = secrets
    .filter((secret) => secret.length > 3)
    .reduce((text, secret) => text.replaceAll(secret, '[secret]'), message.slice(0, MAX_CHARS * 10));
  const plain = PATTERNS.reduce(
    (text, [pattern, instead]) => text.replaceAll(new RegExp(pattern, addG(pattern)), instead),
    withoutSecrets,
  );
  const hidden = hideQuotations(plain.trim().slice(0, MAX_CHARS * 2), texts);
  return hidden.length > MAX_CHARS ? `${hidden.slice(0, MAX_CHARS).toWellFormed()}…` : hidden;
}

const addG = ({ flags }: RegExp) => (flags.includes('g') ? flags : `${flags}g`);

function hideQuotations(text: string, texts: readonly string[]): string {
  const conversation = texts.join('\n').slice(-MAX_CONVERSATION_CHARS).replaceAll(/\s+/gu, ' ').toLowerCase();
  const lower = text.toLowerCase();
  if (lower.length !== text.length) return conversation === '' ? text : '…'; // lower-casing changes the length of some letters
  let hidden = '';
  for (let at = 0; at < text.length;) {
    let end = at + QUOTED_CHARS;
    if (end > text.length || !conversation.includes(lower.slice(at, end))) {
      hidden += text.charAt(at);
      at += 1;
      continue;
    }
    while (end < text.length && conversation.includes(lower.slice(at, end + 1))) end += 1;
    hidden += '…';
    at = end;
  }
  return hidden;
}
