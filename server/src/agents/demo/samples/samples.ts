/** All sample widgets, by name. */
import type { Answer, Root, Sample, Use } from './sample.ts';
import * as life from './life.ts';
import * as reports from './report.ts';
import * as shop from './shop.ts';
import * as work from './work.ts';

/** Do not rename them: the actions of stored widgets contain these names. */
export const samples: Readonly<Record<string, Sample>> = { ...life, ...work, ...shop, ...reports };

/** All sample widgets send this action; `sample` in its payload is the sample's name. */
export const SAMPLE_ACTION = 'demo.sample';

const useOf =
  (name: string): Use =>
  (more = {}) => ({ type: SAMPLE_ACTION, payload: { sample: name, ...more } });

export const sampleWidget = (name: string): Root | undefined => sampleOf(name)?.widget(useOf(name));

/** The widget and the reply after an action with this payload; undefined if the payload names no sample. */
export function usedSample(payload: Readonly<Record<string, unknown>>): ReturnType<Sample['used']> | undefined {
  const { sample } = payload;
  return typeof sample === 'string' ? sampleOf(sample)?.used(answersOf(payload), useOf(sample)) : undefined;
}

/** The name of the sample that "show me …" asks for, by its first two words: "show me the seat map". */
export function sampleFor(text: string): string | undefined {
  const [, first = '', second = ''] = /^\s*(?:please\s+)?show\s+(?:me\s+)?(?:(?:the|an?|my|some|your)\s+)?([\w-]{1,20})\s*([\w-]{0,20})/iu.exec(text) ?? []; // prettier-ignore
  const thing = `${first} ${second}`;
  return first === '' ? undefined : Object.keys(samples).find((name) => samples[name]?.asked.test(thing));
}

export const sampleOf = (name: unknown): Sample | undefined =>
  typeof name === 'string' && Object.hasOwn(samples, name) ? samples[name] : undefined;

/** The values of a payload as short texts, without characters that Markdown would read as markup. */
export const answersOf =
  (payload: Readonly<Record<string, unknown>>): Answer =>
  (name, otherwise = '') => {
    const value = Object.hasOwn(payload, name) ? payload[name] : undefined;
    const text = ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : '';
    return (
      text
        .replaceAll(/[*_`[\]<>|#\\]/gu, '')
        .replaceAll(/\s+/gu, ' ')
        .slice(0, 200)
        .trim() || otherwise
    );
  };
