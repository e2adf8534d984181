/** Links and images of a text: what may be opened, loaded or only offered. */
import { describe, expect, it } from 'vitest';
import { open, render } from '../../../../test/harness/markdown/markdown-views.ts';
import { createPictures, type Pictures } from '../../pictures/pictures.ts';
import type { PicturePolicy } from '../../pictures/policy.ts';

describe('links and images', () => {
  it('links open in a new tab and send no referrer [E108]', () => {
    const link = render('[a](https://example.com)').querySelector('a');
    expect(link?.target).toBe('_blank');
    expect(link?.rel).toBe('noopener noreferrer nofollow');
  });

  it('unsafe schemes are shown as plain text [E108]', () => {
    for (const href of [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
      '<java\tscript:alert(1)>',
      '&#x6A;avascript:alert(1)',
      'blob:x',
    ]) {
      const element = render(`[text](${href})`);
      for (const link of element.querySelectorAll('a')) expect(link.protocol).toBe(location.protocol);
      expect(element.textContent).toContain('text');
    }
    expect([...render('[a](mailto:a@b.co) [b](tel:+1) [c](/path)').querySelectorAll('a')]).toHaveLength(3);
  });

  it('a link whose text names another host shows where it goes, also while it is written', () => {
    const text = 'See [**bank**.com and `more`](https://evil.example/a) and [here](https://evil.example/b).';
    const shown = 'See bank.com and more (evil.example) and here.';
    const view = open();
    const goes = () => [...view.element.querySelectorAll('.ck-link-goes')].map((host) => host.textContent);
    const without: string[] = [];
    for (let end = 1; end <= text.length; end++) {
      view.update(text.slice(0, end), { done: end === text.length });
      if (view.element.querySelector('a') && goes().join() !== ' (evil.example)') without.push(text.slice(0, end));
    }
    expect(without).toEqual([]);
    expect(view.element.textContent).toBe(shown);
    expect(render('https://evil.example/?to=bank.com and <me@evil.example>').textContent).toBe(
      'https://evil.example/?to=bank.com and me@evil.example',
    );
    expect(render('[![bank.com](/x.png)](https://evil.example)').textContent).toBe('bank.com (evil.example)');
  });

  it('a deep link notifies the host page and does not navigate [E129]', () => {
    const seen: string[] = [];
    const link = render('[open](chatkit-link://order?id=7)', { onDeepLink: (href) => seen.push(href) }).querySelector(
      'a',
    );
    const click = new MouseEvent('click', { bubbles: true, cancelable: true });
    link?.dispatchEvent(click);
    expect(seen).toEqual(['chatkit-link://order?id=7']);
    expect(click.defaultPrevented).toBe(true);
  });

  it('with a list only its hosts load; without one an image waits for a click [E109]', () => {
    const images = (policy: PicturePolicy, src = 'https://img.example/x.png') =>
      render(`![alt](${src})`, { pictures: { ...createPictures(), policy: () => policy } });
    expect(
      images({ allowedDomains: ['img.example'] })
        .querySelector('img')
        ?.getAttribute('src'),
    ).toBe('https://img.example/x.png');
    expect(images({ allowedDomains: ['other.example'] }).querySelector('img,button')).toBeNull();
    expect(images({ allowedDomains: [] }).querySelector('img,button')).toBeNull();
    expect(
      images({ allowedDomains: ['img.example'] }, 'https://img.example.evil.com/x.png').querySelector('img'),
    ).toBeNull();
    expect(
      images({ allowedDomains: ['img.example'] }, 'https://img.example@evil.com/x.png').querySelector('img'),
    ).toBeNull();
    const asked = render('![alt](https://img.example/x.png)');
    expect(asked.querySelector('img')).toBeNull();
    asked.querySelector('button')?.click();
    expect(asked.querySelector('img')?.getAttribute('src')).toBe('https://img.example/x.png');
  });

  it('keeps the page’s address from the host of a picture, loaded at once or after a click', () => {
    const atOnce = render('![alt](https://img.example/x.png)', { pictures: allAllowed });
    const asked = render('![alt](https://img.example/x.png)');
    asked.querySelector('button')?.click();
    const policies = [atOnce, asked].map((view) => view.querySelector('img')?.referrerPolicy);
    expect(policies).toEqual(['no-referrer', 'no-referrer']);
  });
});

const allAllowed: Pictures = {
  ...createPictures(),
  policy: () => ({ allowedByVisitor: ['img.example'] }),
};
