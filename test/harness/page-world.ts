/** A page's globals and the built-ins of its language: as they were before our script, and as they are. */
import type { Page } from 'playwright-core';

/** A script that notes what the page's world is like; ours comes after it. */
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

/** What has come into the page's window since, and what of the built-ins is no longer what it was. */
export const worldChanges = (page: Page) =>
  page.evaluate(() => {
    const { globalsBefore, worldBefore, world } = window as unknown as {
      globalsBefore?: Set<string>;
      worldBefore: Map<string, unknown[]>;
      world(): Map<string, unknown[]>;
    };
    if (!globalsBefore) return { added: ['nothing was noted'], changed: [] };
    return {
      // zone.js keeps the listeners of an object in members of the object.
      added: Object.getOwnPropertyNames(window)
        .filter((name) => !globalsBefore.has(name) && !/^\d+$|^__zone_symbol__/.test(name))
        .toSorted(),
      changed: [...world()]
        .filter(([name, parts]) => parts.some((part, index) => part !== worldBefore.get(name)?.[index]))
        .map(([name]) => name),
    };
  });
