/**
 * `modules/page.js`: applies the owner's rules before the dock is first opened. Only pages that set one of the options
 * in src/options/page-options.ts load it.
 */
import type { PersistWhere } from '../../dock/persistence.ts';
import { readValue, resolveWith } from '../../options/kinds.ts';
import { warnOnce } from '../../options/warn-once.ts';
import { launcherOptions } from '../../options/launcher-options.ts';
import { chatOptions } from '../../options/chat-options.ts';
import { pageOptions } from '../../options/page-options.ts';
import type { PageDeps, PageDock, RawOptions } from '../dock-module.ts';
import { hideOn, leaveHiddenPages } from './hide-on.ts';
import { putInto } from './inline.ts';
import { readConfig } from './read-config.ts';
import { loadAtSelection } from './load-at-selection.ts';
import { isGreeted, rememberGreeting, wasLeftOpen, whenStarted } from './start.ts';

const { layout, pageContext } = chatOptions;
const readRules = (given: RawOptions) =>
  resolveWith(
    { ...pageOptions, persist: launcherOptions.persist, offsetY: launcherOptions.offsetY, layout, pageContext },
    (name, option) => readValue(option, given[name]),
  );

/** @returns the options to start with, once the page may have a dock. */
export async function preparePage(given: () => RawOptions, deps: PageDeps): Promise<RawOptions> {
  const { config } = given();
  const file = typeof config === 'string' ? await readConfig(config) : {};
  // The page's options override those of the file, even those that the page has changed meanwhile.
  const givenOptions = (): RawOptions => ({ ...file, ...given(), config: undefined });
  const rules = readRules(givenOptions());
  const isTeaser = rules.proactive === 'teaser' && (rules.openAfter !== undefined || rules.openOn !== undefined);
  const isBarred = rules.consent === 'required';
  const consent = waitForConsent(isBarred, rules.persist, deps.handle);
  if (rules.hideOn !== undefined) {
    await leaveHiddenPages(rules.hideOn, deps.signal);
    hideOn(rules.hideOn, givenOptions, deps, rules.layout === 'inline');
  }
  if (rules.pageContext.includes('selection')) loadAtSelection(deps);
  if (rules.layout === 'inline') {
    void putInto(rules.target, deps);
    return { ...givenOptions(), launcher: 'none', ...(isBarred && { persist: 'memory' }) };
  }
  const options = givenOptions();
  // If the visitor left the chat open on the previous page, open it once storage may be read.
  if (isBarred) void consent.then(() => wasLeftOpen(rules.persist, deps.handle.name) && deps.panel.run(() => {}));
  void startByRules(rules, consent, deps, options.teaser);
  const corner = rules.draggable && (await placeByVisitor(rules, deps, isBarred));
  return {
    ...options,
    ...(corner && { position: corner }),
    ...(isTeaser && { teaser: undefined }),
    ...(isBarred && { persist: 'memory' }),
  };
}

/** Lets the visitor move the launcher. Returns the corner that the visitor moved it to on an earlier page. */
async function placeByVisitor(
  { persist, offsetY }: ReturnType<typeof readRules>,
  deps: PageDeps,
  isBarred: boolean,
): Promise<string | undefined> {
  try {
    const { dragLauncher, rememberedCorner } = await import('./corners/drag-launcher.ts');
    const where = isBarred ? 'memory' : persist;
    void dragLauncher(deps, where, offsetY);
    return rememberedCorner(where, deps.handle.name);
  } catch {
    return undefined; // without that file the launcher stays where it is
  }
}

async function startByRules(
  { openAfter, openOn, persist, proactive, hideOn: hidden }: ReturnType<typeof readRules>,
  consent: Promise<void>,
  { handle, panel, signal }: PageDeps,
  teaser: unknown,
) {
  if (openAfter === undefined && openOn === undefined) return;
  const { name } = await handle.ready();
  const isTeaser = proactive === 'teaser';
  if (isTeaser && !teaser) return warnOnce('proactive="teaser" needs the option teaser: the text to show.');
  await Promise.all([whenStarted({ openAfter, openOn }, signal), consent]);
  if (hidden !== undefined) await leaveHiddenPages(hidden, signal);
  // A sheet would cover the page that the visitor is reading.
  const wouldCover = !isTeaser && matchMedia('(max-width: 640px)').matches;
  if (signal.aborted || handle.isOpen || wouldCover || isGreeted(persist, name)) return;
  rememberGreeting(persist, name);
  if (isTeaser) return handle.update({ teaser: String(teaser) });
  // Open it like the option `open`, so that the focus does not move.
  handle.update({ open: true });
  panel.run(() => {});
}

/**
 * Resolves when the page calls `ChatDock.update({ consent: 'granted' })`, and then stores the values from memory.
 * Resolves at once if no consent is required.
 */
function waitForConsent(isRequired: boolean, persist: PersistWhere, handle: PageDock): Promise<void> {
  if (!isRequired) return Promise.resolve();
  // Replaces a member of the handle: a hook for this would be in the launcher, which every page loads.
  const { update } = handle;
  return new Promise((resolve) => {
    let isGranted = false;
    handle.update = (changes) => {
      isGranted ||= changes.consent === 'granted';
      // Options that the page changes before consent must not store anything either.
      update({ ...changes, persist: isGranted ? (changes.persist ?? persist) : 'memory' });
      if (isGranted) resolve();
    };
  });
}
