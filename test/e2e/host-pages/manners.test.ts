/** How the dock behaves as a guest: hostile styles, other people's scripts, errors of the page, and leaving. */
import { describe, expect, it } from 'vitest';
import {
  button,
  command,
  composer,
  eventually,
  focused,
  recordedEvents,
  recordEvents,
  launcher,
  openChat,
  panel,
} from '../../harness/pages/dock-page.ts';
import type { HostPage } from '../../harness/pages/host-page.ts';
import { differingShare } from '../../harness/measure/pictures.ts';
import { resetsAndFrameworks } from '../../harness/pages/resets.ts';
import { setUpSite } from '../../harness/pages/site.ts';

const site = setUpSite();

async function openPage({ before = '', ...host }: HostPage = {}) {
  return site.visitHost({ ...host, before: recordEvents + before });
}

describe('the page’s styles', () => {
  const hostile: [name: string, css: string][] = [
    ['everything unset', '* { all: unset !important }'],
    [
      'a reset',
      '*,*::before,*::after{margin:0;padding:0;border:0;font:inherit;vertical-align:baseline;box-sizing:content-box}',
    ],
    [
      'shouting',
      '*{color:red!important;background:lime!important;font-size:40px!important;line-height:3!important;letter-spacing:1em!important}',
    ],
    [
      'buttons of their own',
      'button{all:unset;display:block;width:100%;padding:40px;background:red;text-transform:uppercase}svg{width:100%;height:auto;fill:red}',
    ],
    [
      'a transformed page',
      'html{transform:none} body{transform:scale(.5) rotate(5deg);filter:blur(2px);overflow:hidden;contain:strict}',
    ],
    ['a grid', 'html,body,body>*{display:grid!important;place-items:center;position:relative;z-index:2147483647}'],
    ['right to left', 'html,body{direction:rtl;writing-mode:vertical-rl;text-align:center}'],
    [
      'hidden strangers',
      'html>*:not(head):not(body){display:none!important;visibility:hidden!important;opacity:0!important}',
    ],
    ['rem of another size', 'html{font-size:40px;zoom:1}'],
  ];

  it.each([
    ['of nine resets and frameworks', resetsAndFrameworks()],
    ['of a page that means harm', hostile],
  ])('that are %s change no pixel of the open panel or the launcher', async (_, styles) => {
    // A font of its own: the dock takes the page's otherwise, which is what frameworks are for.
    const plain = await openPage({
      body: '<main></main>',
      options: { font: 'sans-serif' },
      context: { reducedMotion: 'reduce' },
    });
    const { page } = plain;
    const bootAgain = async () => {
      await command(page, 'destroy');
      await command(page, 'boot', { apiUrl: '/chatkit', font: 'sans-serif', persist: 'none' });
    };
    // Without its round corners, through which the page shows.
    const inside = async (locator: ReturnType<typeof panel>, inset: number) => {
      const box = await locator.boundingBox();
      const clip = {
        x: (box?.x ?? 0) + inset,
        y: (box?.y ?? 0) + inset,
        width: (box?.width ?? 0) - 2 * inset,
        height: (box?.height ?? 0) - 2 * inset,
      };
      return (await page.screenshot({ clip, animations: 'disabled', caret: 'hide' })).toString('base64');
    };
    const shot = async () => {
      await expect.poll(() => focused(page), eventually).toBe('Ask a question…');
      await page.mouse.move(0, 0);
      return inside(panel(page), 8);
    };
    const launcherShot = async () => {
      await launcher(page).waitFor();
      await page.mouse.move(0, 0);
      return inside(launcher(page), 10);
    };
    const launcherBefore = await launcherShot();
    await openChat(page);
    const before = await shot();
    for (const [name, css] of styles) {
      await page.evaluate((css) => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(css);
        document.adoptedStyleSheets = [sheet];
      }, css);
      // Drawn before they came, and drawn where they are.
      expect(await differingShare(page, before, await shot()), name).toBeLessThan(0.001);
      await bootAgain();
      expect(await differingShare(page, launcherBefore, await launcherShot()), `${name}, launcher`).toBeLessThan(0.001);
      await openChat(page);
      expect(await differingShare(page, before, await shot()), `${name}, drawn again`).toBeLessThan(0.001);
    }
  });
});

describe('the page’s world', () => {
  it('keeps dock, thread and running answer when the page swaps its body, as Turbo does', async () => {
    const { page } = await openPage();
    await openChat(page);
    await composer(page).click();
    await page.keyboard.type('write 20000 characters');
    await page.keyboard.press('Enter');
    await button(page, 'Stop').waitFor();
    await page.evaluate(() => {
      const body = document.createElement('body');
      body.append(Object.assign(document.createElement('h1'), { textContent: 'Another page' }));
      document.body.replaceWith(body);
      history.pushState({}, '', '/another');
    });
    const written = async () => (await page.getByRole('log').innerText()).length;
    const before = await written();
    await expect.poll(written, eventually).toBeGreaterThan(before + 100);
    await button(page, 'Close chat').click();
    await launcher(page).waitFor();
  });
});

describe('a page without a server', () => {
  it('is answered by the built-in mock, with data-mock', async () => {
    const { page, requests } = await openPage({ options: { mock: '', 'api-url': '/nobody-here' } });
    await openChat(page);
    await page.keyboard.type('hello');
    await page.keyboard.press('Enter');
    await expect.poll(() => recordedEvents(page, 'response-end'), eventually).toHaveLength(1);
    expect((await page.getByRole('log').innerText()).length).toBeGreaterThan(20);
    expect(requests.filter((request) => request.includes('nobody-here'))).toEqual([]);
  });
});

describe('destroying', () => {
  it('removes the dock, even while it loads, and allows a new one', async () => {
    const { page, console } = await openPage();
    await launcher(page).waitFor();
    await command(page, 'open');
    await command(page, 'destroy');
    expect(await page.locator('chat-dock').count()).toBe(0);
    await command(page, 'boot', { apiUrl: '/chatkit' });
    await openChat(page);
    expect(console).toEqual([]);
  });
});
