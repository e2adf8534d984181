/** Icons named by options and by the server. */
import { afterEach, describe, expect, it } from 'vitest';
import { renderChat } from '../../../test/harness/chat/render-chat.ts';
import { loadIcon } from './load.ts';
import { CONTENT_ICONS, HEADER_ICONS } from './names.ts';

afterEach(() => document.body.replaceChildren());

describe('icons', () => {
  it('exist for all 64 content and all 46 header names [E139]', async () => {
    expect(Object.keys(CONTENT_ICONS)).toHaveLength(64);
    expect(Object.keys(HEADER_ICONS)).toHaveLength(46);
    for (const name of [...Object.keys(CONTENT_ICONS), ...Object.keys(HEADER_ICONS)]) {
      expect(await loadIcon(name), name).not.toBeNull();
    }
  });

  it('include every Lucide name and its aliases; an unknown one is empty space [E139]', async () => {
    const chat = await renderChat({
      startScreen: {
        prompts: [
          { label: 'ours', prompt: 'x', icon: 'sparkle' },
          { label: 'lucide', prompt: 'x', icon: 'lucide:zap-off' },
          { label: 'older name', prompt: 'x', icon: 'lucide:alert-circle' },
          { label: 'unknown', prompt: 'x', icon: 'lucide:no-such-icon' },
          { label: 'hostile', prompt: 'x', icon: 'lucide:__proto__' },
        ],
      },
    });
    const svg = (label: string) => chat.button(label).element().querySelector('svg');
    for (const label of ['ours', 'lucide', 'older name'])
      await expect.poll(() => svg(label)?.childElementCount).toBeGreaterThan(0);
    for (const label of ['unknown', 'hostile']) {
      expect(svg(label)?.childElementCount).toBe(0);
      expect(svg(label)?.getBoundingClientRect().width).toBe(18);
    }
  });
});
