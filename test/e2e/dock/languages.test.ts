/** The dock in the visitor's language: launcher, panel and chat alike, and nothing fetched for it before it is wanted. */
import { describe, expect, it } from 'vitest';
import { button, command, eventually, panel } from '../../harness/pages/dock-page.ts';
import type { HostPage } from '../../harness/pages/host-page.ts';
import { setUpSite } from '../../harness/pages/site.ts';
import type { Visitor } from '../../harness/browsers/visitor.ts';

const site = setUpSite();

function openPage(host: HostPage = {}) {
  return site.visitHost(host);
}

const inLanguage = (lang: string): HostPage => ({
  before: `document.addEventListener('readystatechange', () => document.documentElement.lang = '${lang}', { once: true });`,
});
const language = ({ page }: Visitor) =>
  page.locator('chat-dock .dock').evaluate((frame: HTMLElement) => [frame.lang, frame.dir]);

describe('the language of the dock', () => {
  it("is the page's: for the launcher at once, for the panel from its first frame", async () => {
    const visitor = await openPage(inLanguage('de-AT'));
    const { page, requests, console } = visitor;
    await button(page, 'Chat öffnen').waitFor();
    expect(await language(visitor)).toEqual(['de-AT', 'ltr']);
    expect(requests.filter((request) => request.includes('/modules/'))).toEqual([]);
    // Every name the panel's buttons have had, from the moment there are any.
    await page.evaluate(() => {
      const names = new Set<string>();
      Object.assign(window, { names });
      const root = document.querySelector('chat-dock')?.shadowRoot;
      const look = () =>
        root
          ?.querySelectorAll('.panel [aria-label]')
          .forEach((element) => names.add(element.getAttribute('aria-label') ?? ''));
      if (root) new MutationObserver(look).observe(root, { subtree: true, childList: true, attributes: true });
    });
    await button(page, 'Chat öffnen').click();
    await page.getByRole('textbox', { name: 'Stell eine Frage…' }).waitFor();
    for (const name of ['Chat schließen', 'Vollbild', 'Neuer Chat', 'Gesprächsverlauf', 'Weitere Optionen'])
      expect(await button(page, name).count(), name).toBe(1);
    const names = await page.evaluate(() => [...(window as unknown as { names: Set<string> }).names]);
    expect(names).toContain('Chat schließen');
    for (const english of [
      'Close chat',
      'Enter fullscreen',
      'Switch to dark mode',
      'New chat',
      'Conversation history',
      'Keyboard shortcuts',
      'More options',
      'Start voice input',
    ])
      expect(names).not.toContain(english);
    await button(page, 'Weitere Optionen').click();
    await page.getByRole('menuitem').first().waitFor();
    expect(await page.getByRole('menuitem').allInnerTexts()).toEqual(['Dunkles Design einschalten', 'Tastenkürzel']);
    await page.getByRole('menuitem', { name: 'Tastenkürzel' }).click();
    await page.getByText('Nachricht senden').first().waitFor();
    expect(await page.locator('.keys kbd').allInnerTexts()).toEqual([
      'Strg',
      '/',
      'Strg',
      'Umschalt',
      'F',
      'Esc',
      'Eingabe',
      'Umschalt',
      'Eingabe',
    ]);
    expect(await button(page, 'Vollbild').getAttribute('data-tip')).toBe('Vollbild (Strg+Umschalt+F)');
    expect(console).toEqual([]);
  });

  it('follows data-locale, also right to left; data-dir and data-strings win', async () => {
    const arabic = await openPage({ options: { locale: 'ar' } });
    await button(arabic.page, 'فتح المحادثة').click();
    await button(arabic.page, 'إغلاق المحادثة').waitFor();
    await arabic.page.getByRole('dialog', { name: 'محادثة' }).waitFor();
    expect(await language(arabic)).toEqual(['ar', 'rtl']);

    const own = await openPage({
      options: { locale: 'ar', dir: 'ltr', title: 'Shop', strings: '{ "openChat": "مساعدة", "closeChat": "أغلق" }' },
    });
    await button(own.page, 'مساعدة').click();
    await button(own.page, 'أغلق').waitFor();
    await own.page.getByRole('dialog', { name: 'Shop' }).waitFor();
    await button(own.page, 'ملء الشاشة').waitFor();
    expect(await language(own)).toEqual(['ar', 'ltr']);
  });

  it("is the browser's if the page has none, and changes with the option", async () => {
    const visitor = await openPage({ ...inLanguage(''), context: { locale: 'ja-JP' } });
    const { page } = visitor;
    await button(page, 'チャットを開く').click();
    await button(page, '全画面表示').waitFor();
    await command(page, 'update', { locale: 'fr' });
    await button(page, 'Plein écran').waitFor();
    await expect.poll(() => language(visitor), eventually).toEqual(['fr', 'ltr']);
    await command(page, 'update', { locale: 'en' });
    await button(page, 'Enter fullscreen').waitFor();
  });

  it('loads the launcher’s label in languages that the script does not contain', async () => {
    const visitor = await openPage(inLanguage('sv'));
    const { page, requests, console } = visitor;
    await button(page, 'Öppna chatten').waitFor();
    expect(await language(visitor)).toEqual(['sv', 'ltr']);
    const modules = () =>
      requests.filter((request) => request.includes('/modules/')).map((url) => url.split('/').at(-1));
    expect(modules()).toEqual(['labels.js']);
    await button(page, 'Öppna chatten').click();
    await page.getByRole('textbox', { name: 'Ställ en fråga…' }).waitFor();
    await button(page, 'Stäng chatten').waitFor();
    expect(
      modules()
        .filter((name) => /^(chat|dock)-/.test(name ?? ''))
        .map((name) => name?.replace(/-\w+\.js$/, '')),
    ).toEqual(expect.arrayContaining(['chat-sv-SE', 'dock-sv-SE']));
    expect(console).toEqual([]);

    const changing = await openPage({ options: { open: 'false' } });
    await button(changing.page, 'Open chat').waitFor();
    await command(changing.page, 'update', { locale: 'ur' });
    await button(changing.page, 'چیٹ کھولیں').waitFor();
    expect(await language(changing)).toEqual(['ur', 'rtl']);
  });

  it('shows the launcher in English while the file of its labels does not answer', async () => {
    const { page } = await openPage();
    await button(page, 'Open chat').waitFor();
    await page.route('**/modules/labels.js', () => {});
    const asked = page.waitForRequest('**/modules/labels.js');
    await command(page, 'update', { locale: 'fi' });
    await asked;
    await button(page, 'Open chat').click();
    await page.getByRole('textbox').waitFor();
    expect(await button(page, 'Sulje chat').isVisible()).toBe(true);
  });

  it('shows the launcher in English if the file of its labels fails to load', async () => {
    const { page } = await openPage({
      ...inLanguage('fi'),
      files: { '/dist/modules/labels.js': { body: 'throw new Error("no")', contentType: 'text/javascript' } },
    });
    await button(page, 'Open chat').click();
    await page.getByRole('textbox').waitFor();
    await button(page, 'Sulje chat').waitFor();
    expect(await panel(page).isVisible()).toBe(true);
  });

  it('is English without a translation, or if it fails to load', async () => {
    const welsh = await openPage({ options: { locale: 'cy' } });
    await button(welsh.page, 'Open chat').click();
    await button(welsh.page, 'Close chat').waitFor();
    expect(await language(welsh)).toEqual(['en', 'ltr']);

    const { page } = await openPage({ options: { locale: 'de', open: 'false' } });
    await page.route('**/chunks/*-de-DE-*', (route) => route.abort());
    await button(page, 'Chat öffnen').click();
    await panel(page).waitFor();
    await button(page, 'Close chat').waitFor();
  });
});

describe('the notice that an AI answers', () => {
  const notice = ({ page }: Visitor) => panel(page).locator('#ai');

  it('is shown in the language of the dock, and read with the panel’s name', async () => {
    for (const [lang, sentence] of [
      ['en', 'You’re chatting with an AI. It can make mistakes.'],
      ['de', 'Du chattest mit einer KI. Sie kann Fehler machen.'],
      ['es-MX', 'Estás chateando con una IA. Puede cometer errores.'],
      ['ar', 'أنت تتحدث مع ذكاء اصطناعي، وقد يخطئ.'],
    ] as const) {
      const visitor = await openPage(inLanguage(lang));
      await command(visitor.page, 'open');
      await expect.poll(() => notice(visitor).innerText(), eventually).toBe(sentence);
      const described = panel(visitor.page).and(visitor.page.getByRole('dialog'));
      expect(await described.getAttribute('aria-describedby')).toBe('ai');
      await visitor.page.close();
    }
  });

  it('is the owner’s sentence beside their disclaimer, and is removed only on request', async () => {
    const visitor = await openPage({
      options: { 'ai-notice': 'Fruity is a robot.', disclaimer: 'Prices with *VAT*.' },
    });
    const { page } = visitor;
    await command(page, 'open');
    await expect.poll(() => notice(visitor).innerText(), eventually).toBe('Fruity is a robot.');
    await page.getByText('Prices with VAT.').waitFor();
    await command(page, 'update', { aiNotice: '' });
    await expect
      .poll(() => notice(visitor).innerText(), eventually)
      .toBe('You’re chatting with an AI. It can make mistakes.');
    await command(page, 'update', { aiNotice: 'none' });
    await expect.poll(() => notice(visitor).count(), eventually).toBe(0);
  });
});
