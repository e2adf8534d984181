/** A stand-in for the browser's speech recognition, which needs the vendor's online service. */
import type { Page } from 'playwright-core';

/** Runs before any script of the page and installs a recogniser that the test controls through `recogniser`. */
export const withRecogniser = `
  delete window.SpeechRecognition;
  window.webkitSpeechRecognition = class extends EventTarget {
    start() { window.recogniser = this; setTimeout(() => this.dispatchEvent(new Event('start'))); }
    stop() { this.dispatchEvent(new Event('end')); }
    abort() { this.wasAborted = true; this.dispatchEvent(Object.assign(new Event('error'), { error: 'aborted' })); this.dispatchEvent(new Event('end')); }
    hear(...texts) { this.dispatchEvent(Object.assign(new Event('result'), { results: texts.map((transcript) => [{ transcript }]) })); }
    fail(error) { this.dispatchEvent(Object.assign(new Event('error'), { error })); this.dispatchEvent(new Event('end')); }
  };`;

export const withoutRecogniser = 'delete window.webkitSpeechRecognition; delete window.SpeechRecognition;';

export interface Recogniser extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  wasAborted?: boolean;
  hear(...texts: string[]): void;
  stop(): void;
  fail(error: string): void;
}

/** Calls the recogniser that the page has started, once it exists. */
export async function recogniser<Result>(page: Page, use: (recogniser: Recogniser) => Result) {
  await page.waitForFunction(() => Reflect.get(window, 'recogniser'));
  return page.evaluate(`(${use.toString()})(window.recogniser)`) as Promise<Result>;
}
