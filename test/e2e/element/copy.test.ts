/** The content of the clipboard after a visitor selects an answer with the mouse and copies it. */
import { expect, it } from 'vitest';
import { assistantItem, begun, done, say, setUpElementHost } from '../../harness/pages/element-host.ts';

const host = setUpElementHost();

const answer = `First paragraph with a note[^1].

\`\`\`js
const a = 1;
\`\`\`

![pic](https://img.example/x.png)

| a | b |
|---|---|
| 1 | 2 |

Last paragraph.

[^1]: The note.
`;

it('holds the words of the answer and no label of a button', async () => {
  const { page } = await host.visit({ script: 'mount({ threadItemActions: { feedback: true } });' });
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  const turn = await say(page, host, 'Tell me');
  turn.send(...begun('Tell me'), done(assistantItem('msg_2', answer)));
  turn.end();
  await page.locator('.ck-footnotes').waitFor();
  await page.getByRole('button', { name: 'Load the image from img.example' }).waitFor();
  const first = await page.locator('.ck-md p').first().boundingBox();
  const last = await page.locator('.ck-footnotes p').boundingBox();
  if (!first || !last) throw new Error('The answer is not on the screen.');
  await page.mouse.move(first.x + 1, first.y + 8);
  await page.mouse.down();
  await page.mouse.move(last.x + last.width + 60, last.y + last.height - 2, { steps: 8 });
  await page.mouse.up();
  await page.keyboard.press('Control+C');
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toContain('The note.');
  const words = (await copied()).split(/\s+/).filter(Boolean).join(' ');
  expect(words).toBe('First paragraph with a note. const a = 1; pic a b 1 2 Last paragraph. The note.');
});
