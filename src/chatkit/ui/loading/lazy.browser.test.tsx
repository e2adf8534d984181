/** Views that load their code later, and what they show if it fails to load. */
import { render } from 'preact';
import { afterEach, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { english } from '../../language/text.ts';
import type { Controller } from '../../state/controller.ts';
import { createStore } from '../../state/store.ts';
import { ChatProvider } from '../chat.ts';
import { lazy } from './lazy.tsx';

afterEach(() => document.body.replaceChildren());

function draw(View: ReturnType<typeof lazy<object>>) {
  const place = document.createElement('div');
  document.body.append(place);
  // A lazy view needs only the language from the chat.
  render(<ChatProvider value={{ store: createStore({ language: english }) } as unknown as Controller}><View /></ChatProvider>, place); // prettier-ignore
}

const Real = () => <p>the real view</p>;

describe('a view that failed to load', () => {
  it('shows an error and loads when the visitor retries', async () => {
    let attempts = 0;
    draw(
      lazy(() =>
        (attempts += 1) === 1
          ? Promise.reject(new TypeError('Failed to fetch dynamically imported module'))
          : Promise.resolve(Real),
      ),
    );
    await expect.element(page.getByRole('alert')).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.element(page.getByText('the real view')).toBeVisible();
    expect(page.getByRole('alert').elements()).toEqual([]);
  });

  it('renders its fallback if it has one, and nothing unfinished before', async () => {
    const arrival = Promise.withResolvers<typeof Real>();
    let isAsked = false;
    draw(lazy(() => ((isAsked = true), arrival.promise), { instead: () => <p>plain words</p> }));
    await expect.poll(() => isAsked).toBe(true);
    expect(page.getByText('plain words').elements()).toEqual([]);
    arrival.reject(new TypeError('Failed to fetch dynamically imported module'));
    await expect.element(page.getByText('plain words')).toBeVisible();
    expect(page.getByRole('alert').elements()).toEqual([]);
  });
});
