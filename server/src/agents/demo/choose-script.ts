/** Chooses the scripted answer for a message. The first matching rule wins, so narrow rules come first. */
import { solveSum } from './arithmetic.ts';
import * as items from './scripts-items.ts';
import * as sources from './scripts-sources.ts';
import * as markdown from './scripts-markdown.ts';
import { sampleFor } from './samples/samples.ts';
import type { DemoScript } from './turn.ts';

const rules: readonly (readonly [RegExp, DemoScript])[] = [
  [/^\s*(?:echo|repeat)\b|^\s*say\s*:/iu, markdown.echo],
  [/\bthink\b|\breason(?:ing)?\b|step by step/iu, items.think],
  [/client tool|\bpage'?s? (?:info|title)|what page/iu, items.clientTool],
  [/\bfail(?:s|ing)?\b.*\b(?:once|recover|retry|first)\b/iu, items.failOnce],
  [/\bbreak off\b|\bfail\b.*\bmiddle\b/iu, items.breakOff],
  [/\bfail\b|\bthrow\b|\bcrash\b|(?:show|cause)\s+(?:me\s+)?an?\s+error/iu, items.fail],
  [/\bask me\b|\bquestion ?(?:s|naire)\b(?!.*\?)|structured input|\bsurvey\b|\bquiz\b/iu, items.questions],
  [/\bcite\b|\bcitation|\bsources?\b|annotation/iu, sources.cite],
  [/\b(?:search|look up|research)\b.*\bweb\b|\bweb\b.*\bsearch\b|\bworkflow\b|^\s*research\b/iu, items.searchTheWeb],
  [/\bform\b|\bbook(?:ing)?\b/iu, items.form],
  [/\bchart\b|\bgraph\b/iu, items.showSample('report')],
  [/\b(?:show|pick|list)\b.*\b(?:list|people|person)\b/iu, items.list],
  [/\bweather\b|\bcard\b|\bwidget\b/iu, items.card],
  [/\b(?:make|draw|generate|paint|show|create)\b.*\b(?:image|picture|drawing|photo)\b|^\s*draw\b/iu, items.image],
  [/\bnotice\b|\bbanner\b/iu, items.notice],
  [/\bprogress\b/iu, items.progress],
  [/\beffect\b|\bhighlight\b/iu, items.effect],
  [/\brename\b|\bcall this (?:chat|thread)\b/iu, items.rename],
  [/\b(?:lock|unlock|close|reopen)\b.*\b(?:chat|thread|it|this)\b/iu, items.status],
  [/\b(?:what did i|what have i|first thing i|remember what)\b/iu, markdown.recall],
  [/\d[\d.,_ ]*k?\s*(?:characters|chars|words|letters)\b|\blong (?:answer|text|story)\b/iu, markdown.long],
  [/\bcount\b/iu, markdown.count],
  [/\bmarkdown\b|everything/iu, markdown.markdown],
  [/\btable\b/iu, markdown.table],
  [/\bcode\b|\bsnippet\b/iu, markdown.code],
  [/\bmaths?\b|\bformula\b|\bequation\b|\blatex\b/iu, markdown.math],
  [/^\s*(?:help|\?+|what can you do|what can i (?:ask|say)|menu|commands)\b/iu, markdown.help],
  [/^\s*(?:hi|hello|hey|hola|good (?:morning|evening|afternoon))\b[\s!.,]*$/iu, markdown.greet],
];

/** Only the start of a message is matched, because the patterns take quadratic time. */
const LOOKED_AT_CHARS = 2000;

/** The script for a text, or null if none matches. */
export function chooseScript(whole: string): DemoScript | null {
  const text = whole.slice(0, LOOKED_AT_CHARS);
  const sample = sampleFor(text);
  if (sample !== undefined) return items.showSample(sample);
  const rule = rules.find(([pattern]) => pattern.test(text));
  if (rule !== undefined) return rule[1];
  return solveSum(text) === null ? null : markdown.sum;
}
