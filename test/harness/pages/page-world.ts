/** Compares a page's globals and JavaScript built-ins before and after our script. */
import type { Page } from 'playwright-core';

/** A script that records the state of the page; it runs before ours. */
export const noteWorld = `
  window.world = () => {
    const found = new Map();
    for (const name of ['Object', 'Array', 'Function', 'Promise', 'String', 'Map', 'Set', 'Node', 'Element', 'HTMLElement', 'Document', 'EventTarget', 'Window', 'ShadowRoot', 'Request', 'Response', 'Headers'])
      for (const owner of [window[name], window[name].prototype])
        for (const [key, { value, get, set }] of Object.entries(Object.getOwnPropertyDescriptors(owner))) found.set(name + '.' + (owner === window[name] ? '' : 'prototype.') + key, [value, get, set]);
    for (const name of ['fetch', 'setTimeout', 'addEventListener', 'matchMedia', 'history', 'customElements', 'localStorage']) found.set(name, [window[name]]);
    return found;
  };
  window.globalsBefore = new Set([...Object.getOwnPropertyNames(window), 'globalsBefore', 'worldBefore']);
  window.worldBefore = window.world();`;

/** New window members, and built-ins that have changed. */
export const worldChanges = (page: Page) =>
  page.evaluate(() => {
    const { globalsBefore, worldBefore, world } = window as unknown as {
      globalsBefore?: Set<string>;
      worldBefore: Map<string, unknown[]>;
      world(): Map<string, unknown[]>;
    };
    if (!globalsBefore) return { added: ['nothing was noted'], changed: [] };
    return {
      // zone.js stores an object's listeners as its properties.
      added: Object.getOwnPropertyNames(window)
        .filter((name) => !globalsBefore.has(name) && !/^\d+$|^__zone_symbol__/.test(name))
        .toSorted(),
      changed: [...world()]
        .filter(([name, parts]) => parts.some((part, index) => part !== worldBefore.get(name)?.[index]))
        .map(([name]) => name),
    };
  });
