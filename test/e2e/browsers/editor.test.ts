/** Writing in the dock's text field, in Chromium, Firefox and WebKitGTK: one table of edits, by the keys a person uses. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { fieldHelpers as helpers } from '../../harness/pages/field-helpers.ts';
import { hostDocument } from '../../harness/pages/host-page.ts';
import { startServer, type ServerProcess } from '../../harness/servers/server-process.ts';
import { openShop, type Shop } from '../../harness/pages/shop.ts';
import { inLongRun, isLongRun } from '../../harness/long-run.ts';
import { engines, type Typist } from '../../harness/browsers/typists.ts';

const patience = { timeout: 20_000 };

/** Safari 17 and 18 take shadow roots as arguments only. Chromium's own way to ask is taken away, so that it asks so too. */
const safari17 = `<script>
  delete ShadowRoot.prototype.getSelection;
  const { getComposedRanges } = Selection.prototype;
  Selection.prototype.getComposedRanges = function (...roots) {
    if (!roots.every((root) => root instanceof ShadowRoot)) throw new TypeError('Not a ShadowRoot');
    return getComposedRanges.call(this, { shadowRoots: roots });
  };
</script>`;
/** Safari 16 has no way to ask for a selection in a shadow root. */
const safari16 = `<script>
  delete ShadowRoot.prototype.getSelection;
  delete Selection.prototype.getComposedRanges;
</script>`;

/** Makes the method fail with which undo and the caret's position are measured. */
const broken = `<script>
  Range.prototype.toString = () => { throw new Error('broken on purpose'); };
</script>`;

const lines = Array.from({ length: 1000 }, (_, index) => `line ${index}`).join('\n');

interface Row {
  does: string;
  /** Pressed or, in quotation marks, typed; in an empty field. */
  keys: readonly string[];
  holds: string;
  /** Tried in every engine, as the sample of a usual run: one row for each kind of edit. */
  isSample?: boolean;
}

const all = 'Control+A';
const table: readonly Row[] = [
  { isSample: true, does: 'types at the end and in the middle', keys: ['"ac"', 'ArrowLeft', '"b"'], holds: 'abc' },
  { isSample: true, does: 'types over a selection', keys: ['"abc"', 'Shift+Home', '"X"'], holds: 'X' },
  { does: 'types over everything', keys: ['"abc"', 'Shift+Enter', '"def"', all, '"X"', '"Y"'], holds: 'XY' },
  { does: 'deletes a selection', keys: ['"abc"', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Backspace'], holds: 'a' },
  { does: 'deletes everything with Backspace', keys: ['"abc"', all, 'Backspace'], holds: '' },
  { does: 'deletes everything with Delete', keys: ['"abc"', all, 'Delete'], holds: '' },
  { does: 'deletes a character before and after', keys: ['"abcd"', 'Backspace', 'Home', 'Delete'], holds: 'bc' },
  { isSample: true, does: 'deletes an emoji as a whole', keys: ['"a👩‍👩‍👧"', 'Backspace'], holds: 'a' },
  { does: 'deletes a word before', keys: ['"one two"', 'Control+Backspace'], holds: 'one ' },
  { does: 'deletes a word after', keys: ['"one two"', 'Home', 'Control+Delete'], holds: ' two' },
  { isSample: true, does: 'breaks the line', keys: ['"one"', 'Shift+Enter', '"two"'], holds: 'one\ntwo' },
  { does: 'breaks the line twice', keys: ['"one"', 'Shift+Enter', 'Shift+Enter', '"two"'], holds: 'one\n\ntwo' },
  { does: 'breaks the line at the start', keys: ['"one"', 'Home', 'Shift+Enter', '"zero"'], holds: '\nzeroone' },
  {
    does: 'breaks the line over a selection',
    keys: ['"abcd"', 'Shift+ArrowLeft', 'Shift+ArrowLeft', 'Shift+Enter', '"z"'],
    holds: 'ab\nz',
  },
  {
    isSample: true,
    does: 'joins lines',
    keys: ['"one"', 'Shift+Enter', '"two"', 'Home', 'Backspace', '"+"'],
    holds: 'one+two',
  },
  {
    does: 'empties a line from its end',
    keys: ['"one"', 'Shift+Enter', '"t"', 'Backspace', 'Backspace', 'Backspace'],
    holds: 'on',
  },
  { does: 'cuts', keys: ['"one"', all, 'Control+X'], holds: '' },
  { does: 'copies and pastes', keys: ['"one"', all, 'Control+C', 'End', 'Control+V', 'Control+V'], holds: 'oneoneone' },
  {
    isSample: true,
    does: 'pastes over a selection',
    keys: ['"one"', all, 'Control+X', '"two"', all, 'Control+V'],
    holds: 'one',
  },
  {
    does: 'takes back what was typed over a selection',
    keys: ['"abc"', all, '"X"', 'Control+Z'],
    holds: 'abc',
  },
  { does: 'takes back a cut', keys: ['"abc"', all, 'Control+X', 'Control+Z'], holds: 'abc' },
  { isSample: true, does: 'takes back a line break', keys: ['"one"', 'Shift+Enter', 'Control+Z'], holds: 'one' },
  {
    isSample: true,
    does: 'does again what was taken back',
    keys: ['"abc"', all, 'Backspace', 'Control+Z', 'Control+Shift+Z', '"d"'],
    holds: 'd',
  },
  { does: 'takes back nothing for a Delete at the end', keys: ['"abc"', 'Delete', 'Control+Z'], holds: '' },
];

let server: ServerProcess;
let shop: Shop;
beforeAll(async () => {
  server = await startServer({
    CHATDOCK_DEMO_DELAY_MS: '1',
    CHATDOCK_LIMIT_TURNS_PER_USER: '0',
    CHATDOCK_LIMIT_TURNS_PER_ADDRESS: '0',
  });
  shop = await openShop(server, {
    '/': hostDocument({ head: helpers }),
    '/safari-17': hostDocument({ head: helpers + safari17 }),
    '/safari-16': hostDocument({ head: helpers + safari16 }),
    '/broken': hostDocument({ head: helpers + broken }),
  });
});
afterAll(async () => {
  await shop?.close();
  await server?.dispose();
});

for (const { name, isInstalled, open } of engines) {
  const rows =
    name === 'Chromium'
      ? table
      : inLongRun(
          table,
          table.filter(({ isSample }) => isSample),
        );
  const without = isInstalled ? '' : ', which is not installed';
  describe.runIf(isInstalled)(`the text field in ${name}${without}`, () => {
    let typist: Typist;
    beforeAll(async () => {
      typist = await open();
      await visit('');
    });
    afterAll(() => typist?.close());

    async function visit(path: string) {
      await typist.go(`${shop.url}${path}`);
      const isOpen = () =>
        typist.evaluate(() => {
          Reflect.get(globalThis, 'ChatDock')?.('open');
          return Boolean(Reflect.get(globalThis, 'field')());
        });
      await vi.waitUntil(isOpen, patience);
      await focus();
      // The file with the edits has come when formatting is refused.
      const hasEdits = () =>
        typist.evaluate(() => {
          const event = new InputEvent('beforeinput', { inputType: 'formatBold', cancelable: true });
          return !Reflect.get(globalThis, 'field')().dispatchEvent(event);
        });
      await vi.waitUntil(hasEdits, patience);
    }
    const focus = () => typist.evaluate(() => Reflect.get(globalThis, 'field')().focus());
    const fieldText = () => typist.evaluate(() => Reflect.get(globalThis, 'held')() as string);
    const thread = () => typist.evaluate(() => Reflect.get(globalThis, 'thread')() as string);
    const perform = async (keys: readonly string[]) => {
      for (const key of keys) await (key.startsWith('"') ? typist.type(key.slice(1, -1)) : typist.press(key));
    };
    /** The button that sends is enabled; after an answer it is disabled, for want of text. */
    const button = (selector: string) =>
      typist.evaluate((selector) => Boolean(Reflect.get(globalThis, 'find')(selector)), selector);
    /** Presses Enter when the chat takes a message, and waits for the end of the answer. */
    const send = async (text: string) => {
      await expect.poll(() => button('button.send:enabled'), patience).toBe(true);
      await perform(['Enter']);
      await expect.poll(thread, patience).toContain(text);
      await expect.poll(() => button('button.send:disabled'), patience).toBe(true);
    };
    const clear = async () => {
      await focus();
      await perform([all, 'Backspace']);
      expect(await fieldText()).toBe('');
    };

    it.each(rows)('$does', async ({ keys, holds }) => {
      await clear();
      await perform(keys);
      expect(await fieldText()).toBe(holds);
    });

    it('pastes 1,000 lines as one undo step, within 300 ms, and scrolls to the end', async () => {
      await clear();
      await typist.evaluate((lines) => {
        const source = document.createElement('textarea');
        document.body.append(source);
        source.value = lines;
        source.select();
        source.focus();
      }, lines);
      await perform(['Control+C']);
      await focus();
      await typist.evaluate(() => {
        const field = Reflect.get(globalThis, 'field')();
        addEventListener('paste', ({ timeStamp }) => Object.assign(globalThis, { pastedAt: timeStamp }), {
          once: true,
          capture: true,
        });
        addEventListener(
          'paste',
          () =>
            Object.assign(globalThis, {
              took: field.getBoundingClientRect() && performance.now() - Reflect.get(globalThis, 'pastedAt'),
            }),
          { once: true },
        );
      });
      await perform(['"before "', 'Control+V']);
      expect(await fieldText()).toBe(`before ${lines}`);
      expect(await typist.evaluate(() => Reflect.get(globalThis, 'took') as number)).toBeLessThan(300);
      const below = await typist.evaluate(() => {
        const { scrollTop, scrollHeight, clientHeight } = Reflect.get(globalThis, 'field')();
        return (scrollHeight - scrollTop - clientHeight) as number;
      });
      expect(below).toBeLessThan(24);
      await perform(['Control+Z']);
      expect(await fieldText()).toBe('before ');
      await clear();
    });

    it.for([
      { does: 'at the caret', keys: ['"abc"'], holds: 'abc日本', before: 'abc' },
      {
        does: 'over a selection',
        keys: ['"abc"', 'Shift+ArrowLeft', 'Shift+ArrowLeft'],
        holds: 'a日本',
        before: 'abc',
      },
      { does: 'over everything', keys: ['"abc"', all], holds: '日本', before: 'abc' },
    ])('composes $does, as one undo step', async ({ keys, holds, before }, { skip }) => {
      if (!typist.compose) return skip('The driver has no input method.');
      await clear();
      await perform(keys);
      await typist.compose(['に', 'にほ'], '日本');
      await expect.poll(fieldText).toBe(holds);
      await perform(['Control+Z']);
      expect(await fieldText()).toBe(before);
    });

    /** Fires the event that the browser announces the edit with, for these characters. */
    const announce = (inputType: string, from: number, to: number, text = '') =>
      typist.evaluate(
        (inputType, from, to, text) => {
          const field: HTMLElement = Reflect.get(globalThis, 'field')();
          const node = field.firstChild ?? field;
          const dataTransfer = new DataTransfer();
          if (text) dataTransfer.setData('text/plain', text);
          const range = new StaticRange({
            startContainer: node,
            startOffset: from,
            endContainer: node,
            endOffset: to,
          });
          const targetRanges = [range];
          const event = new InputEvent('beforeinput', { inputType, targetRanges, bubbles: true, cancelable: true });
          // Not every engine takes these two in the constructor.
          Object.defineProperty(event, 'dataTransfer', { value: text ? dataTransfer : null });
          Object.defineProperty(event, 'getTargetRanges', { value: () => targetRanges });
          field.dispatchEvent(event);
        },
        inputType,
        from,
        to,
        text,
      );

    it('applies a correction of the spelling, and a drag of text as one undo step', async () => {
      await clear();
      await perform(['"teh cat sat"']);
      await announce('insertReplacementText', 0, 3, 'the');
      expect(await fieldText()).toBe('the cat sat');
      await announce('deleteByDrag', 3, 7);
      await announce('insertFromDrop', 7, 7, ' cat');
      expect(await fieldText()).toBe('the sat cat');
      await perform(['Control+Z']);
      expect(await fieldText()).toBe('the cat sat');
      await perform(['Control+Z']);
      expect(await fieldText()).toBe('teh cat sat');
    });

    it('follows dictation that replaces its earlier words, whatever is selected meanwhile', async () => {
      await clear();
      await perform(['"their is"']);
      // Safari leaves the last words selected that the dictation composed, and names the ones to replace.
      await perform(['Control+Shift+ArrowLeft']);
      await announce('insertReplacementText', 0, 5, 'there');
      expect(await fieldText()).toBe('there is');
      await announce('insertReplacementText', 0, 8, 'There is a cat.');
      expect(await fieldText()).toBe('There is a cat.');
      // Safari 26 names a completion so.
      await announce('insertText', 11, 14, 'catalogue');
      expect(await fieldText()).toBe('There is a catalogue.');
      await send('There is a catalogue.');
    });

    it('fires one input event for a line break by Shift+Enter', async () => {
      await clear();
      await typist.evaluate(() => {
        const inputTypes: string[] = [];
        Object.assign(globalThis, { inputTypes });
        Reflect.get(globalThis, 'field')().addEventListener('beforeinput', (event: InputEvent) =>
          inputTypes.push(event.inputType),
        );
      });
      await perform(['Shift+Enter', 'Shift+Enter']);
      expect(await typist.evaluate(() => Reflect.get(globalThis, 'inputTypes') as string[])).toHaveLength(2);
    });

    it('sends what was typed and edited', async () => {
      await clear();
      await perform(['"wrong"', all, '"the right words"']);
      await send('the right words');
      expect(await fieldText()).toBe('');
    });

    // These pages make Chromium like Safari; other engines have little to take away.
    if (name !== 'Chromium' && !isLongRun) return;

    it.each([
      { page: 'safari-17', says: 'only shadow roots as arguments give the selection', keys: ['Shift+Enter', '"two"'] },
      { page: 'safari-16', says: 'nothing gives the selection', keys: ['Shift+Enter', '"two"'] },
      { page: 'broken', says: 'measuring the caret throws', keys: [] },
    ])('types and sends where $says', async ({ page, keys }) => {
      await visit(page);
      await perform([`"sent from ${page}"`, ...keys]);
      expect(await fieldText()).toBe([`sent from ${page}`, ...(keys.length > 0 ? ['two'] : [])].join('\n'));
      await send(`sent from ${page}`);
    });

    it('replaces the selection if getComposedRanges takes shadow roots as arguments', async () => {
      await visit('safari-17');
      await perform(['"one two"', 'Control+Shift+ArrowLeft', 'Control+X', '"2"', 'Home', 'Control+V']);
      expect(await fieldText()).toBe('twoone 2');
      await clear();
    });
  });
}
