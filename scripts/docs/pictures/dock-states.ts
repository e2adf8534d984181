/** States of the dock: the launcher, the panel, and what surrounds a conversation. */
import { withRecogniser } from '../../../test/harness/providers/recogniser.ts';
import { dock } from './host-pages.ts';
import { PHONE, type State } from './state.ts';
import { ask, choose, composer, find, LAUNCHER, openChat, openMenu, press, rest, say } from './steps.ts';

const HISTORY = /^(Chat history|Conversation history|History)$/;
const LAUNCHER_CORNER = { width: 360, height: 160 };

const opening: State[] = [
  { name: 'first-open', shows: 'The first opening on a desktop.', at: dock(), reach: openChat },
  {
    name: 'first-open-dark',
    shows: 'The first opening, dark.',
    at: dock({ theme: 'system' }),
    context: { colorScheme: 'dark' },
    reach: openChat,
  },
  {
    name: 'first-open-phone',
    shows: 'The first opening at 390 px.',
    at: dock(),
    context: { viewport: PHONE, hasTouch: true, isMobile: true },
    reach: openChat,
  },
  {
    name: 'first-open-arabic',
    shows: 'The first opening from right to left.',
    at: dock({
      locale: 'ar',
      title: 'دراجات الميناء',
      introduction: 'اسأل عن الدراجات والأسعار والطرق.',
      prompts: 'كم يكلف اليوم؟|هل توجد دراجة للأطفال؟|أي طريق مستوٍ؟',
    }),
    reach: openChat,
  },
  {
    name: 'teaser',
    shows: 'A greeting beside the launcher.',
    at: dock({ teaser: 'Questions about a bicycle? Ask me.' }),
    reach: async (page) => page.getByText('Questions about a bicycle?').waitFor({ timeout: 8000 }),
    corner: { width: 480, height: 240 },
  },
  {
    name: 'launcher-closed',
    shows: 'The launcher on a light page.',
    at: dock(),
    reach: async (page) => void (await find(page, LAUNCHER)),
    corner: LAUNCHER_CORNER,
  },
  {
    name: 'launcher-on-dark',
    shows: 'The launcher on a dark page.',
    at: dock(),
    context: { colorScheme: 'dark' },
    reach: async (page) => void (await find(page, LAUNCHER)),
    corner: LAUNCHER_CORNER,
  },
  {
    name: 'launcher-open',
    shows: 'The launcher while the panel is open.',
    at: dock(),
    reach: openChat,
    corner: { width: 460, height: 260 },
  },
  {
    name: 'launcher-unread',
    shows: 'An answer that arrived while the panel was closed.',
    at: dock(),
    corner: LAUNCHER_CORNER,
    reach: async (page) => {
      await openChat(page);
      await ask(page, 'Hello');
      const held = Promise.withResolvers<void>();
      await page.route('**/chatkit', async (route) => {
        await held.promise;
        await route.continue();
      });
      await say(page, 'Hello again');
      await page.keyboard.press('Escape');
      held.resolve();
      await page.getByRole('button', { name: /Open chat.*\d/ }).waitFor({ timeout: 8000 });
    },
  },
  {
    name: 'launcher-drag',
    shows: 'The launcher on its way to another corner.',
    at: dock({ draggable: 'true' }),
    reach: async (page) => {
      const button = await find(page, LAUNCHER);
      await rest(page);
      const from = await button.boundingBox();
      if (!from) throw new Error('the launcher has no place');
      await page.mouse.move(from.x + 20, from.y + 20);
      await page.mouse.down();
      await page.mouse.move(700, 500, { steps: 12 });
      await page.mouse.move(560, 420, { steps: 6 });
      const to = await button.boundingBox();
      if (to?.x === from.x) throw new Error('the launcher cannot be dragged');
    },
  },
  {
    name: 'load-error',
    shows: 'The panel cannot be loaded.',
    at: dock(),
    corner: { width: 480, height: 240 },
    reach: async (page) => {
      await page.route(/\/dist\/(modules|chunks)\//, (route) => route.abort());
      await press(page, LAUNCHER);
      await find(page, /^Try again$/);
    },
  },
];

const header: State[] = [
  {
    name: 'header-menu',
    shows: 'The buttons of the header, and its menu.',
    at: dock({ title: 'The bicycle rental at the harbour' }),
    reach: async (page) => {
      await openChat(page);
      await openMenu(page);
    },
  },
  {
    name: 'header-look',
    shows: 'A picture, a line and a colour in the header.',
    at: dock({ avatar: '/demo/icon.svg', status: 'Answers in seconds', 'header-color': '#0f766e' }),
    reach: openChat,
  },
  {
    name: 'tooltip',
    shows: 'The name of a button that the keyboard has reached.',
    at: dock(),
    reach: async (page) => {
      await openChat(page);
      await (await find(page, /^New chat$/)).focus();
      await page.keyboard.press('Tab');
      await page.keyboard.press('Shift+Tab');
      await rest(page);
    },
  },
  {
    name: 'keys-help',
    shows: 'The list of keyboard shortcuts.',
    at: dock(),
    reach: async (page) => {
      await openChat(page);
      await choose(page, /Keyboard shortcuts/);
      await page
        .getByText(/Start a new line|New line/)
        .first()
        .waitFor({ timeout: 8000 });
    },
  },
];

const conversation: State[] = [
  {
    name: 'uploading',
    shows: 'A file that is being uploaded.',
    at: dock({ upload: 'direct', attachments: 'true' }),
    reach: async (page) => {
      await page.route('**/chatkit/upload**', () => {});
      await openChat(page);
      await page
        .locator('input[type=file]')
        .first()
        .setInputFiles({
          name: 'route-along-the-water.pdf',
          mimeType: 'application/pdf',
          buffer: Buffer.alloc(40_000, 'a'),
        });
      await page.getByText('route-along-the-water.pdf').first().waitFor({ timeout: 8000 });
    },
  },
  {
    name: 'dictation-listening',
    shows: 'Dictation listens.',
    at: dock({ voice: 'insert' }, { before: withRecogniser }),
    reach: async (page) => {
      await openChat(page);
      await press(page, /^(Dictate|Start voice input)/);
      await page
        .getByText(/Listening/)
        .first()
        .waitFor({ timeout: 8000 });
    },
  },
  {
    name: 'confirm-delete',
    shows: 'The question before a conversation is deleted.',
    at: dock(),
    reach: async (page) => {
      await openChat(page);
      await ask(page, 'What can you do?');
      await press(page, HISTORY);
      await rest(page);
      await press(page, /^Delete:/);
    },
  },
  {
    name: 'history-beside-the-chat',
    shows: 'A wide fullscreen with the list of conversations.',
    at: dock(),
    reach: async (page) => {
      await openChat(page);
      await ask(page, 'What can you do?');
      await press(page, /fullscreen/i);
      await rest(page);
      // The list opens by itself in newer builds.
      await find(page, /^Search/, 'searchbox').catch(() => press(page, HISTORY));
      await rest(page);
    },
  },
  {
    name: 'feedback-reasons',
    shows: 'What was wrong with the answer?',
    at: dock({ feedback: 'comment' }),
    reach: async (page) => {
      await openChat(page);
      await ask(page, 'Hello');
      await press(page, /^(Not helpful|Bad answer)/);
      await page
        .getByText(/What was wrong/)
        .first()
        .waitFor({ timeout: 8000 });
      await rest(page);
    },
  },
  {
    name: 'phone-conversation',
    shows: 'A conversation in the sheet of a phone.',
    at: dock(),
    context: { viewport: PHONE, hasTouch: true, isMobile: true },
    reach: async (page) => {
      await openChat(page);
      await ask(page, 'Show me a table');
    },
  },
  {
    name: 'zoom-400',
    shows: 'A window of 1,280 px at 400 %.',
    at: dock(),
    context: { viewport: { width: 320, height: 256 }, deviceScaleFactor: 3 },
    reach: async (page) => {
      await openChat(page);
      await ask(page, 'Hello');
    },
  },
  {
    name: 'offline',
    shows: 'A message that is written while the visitor is offline.',
    at: dock(),
    reach: async (page) => {
      await openChat(page);
      await ask(page, 'Hello');
      await page.context().setOffline(true);
      await say(page, 'Are you open on Sunday?');
      await page
        .getByText(/offline/)
        .first()
        .waitFor({ timeout: 8000 });
    },
  },
  {
    name: 'conversation-dark',
    shows: 'A long answer in the dark dock.',
    at: dock({ theme: 'system' }),
    context: { colorScheme: 'dark' },
    reach: async (page) => {
      await openChat(page);
      await ask(page, 'Show me some Markdown');
      await composer(page).focus();
    },
  },
  {
    name: 'layout-sidebar',
    shows: 'The chat beside the page.',
    at: dock({ layout: 'sidebar' }),
    reach: openChat,
  },
];

export const dockStates = [...opening, ...header, ...conversation];
