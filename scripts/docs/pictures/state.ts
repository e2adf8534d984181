/** One state of the product that is photographed: where it is, and the steps that lead there. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { HostPage } from '../../../test/harness/pages/host-page.ts';

/** An address of the server, one state of the gallery, or a page of another site with our tag in it. */
type Place = { path: string } | { gallery: string; scheme?: 'dark'; locale?: string } | { host: HostPage };

export interface State {
  /** The name of the picture, in kebab-case. */
  name: string;
  /** What the picture shows, for the page with the pairs. */
  shows: string;
  at: Place;
  context?: BrowserContextOptions;
  /** The steps from the loaded page to the state. Throws where a build has no such state. */
  reach?: (page: Page) => Promise<void>;
  /** The part of the window that the picture shows, as CSS pixels from its bottom right corner. */
  corner?: { width: number; height: number };
}

export const PHONE = { width: 390, height: 844 };
export const DESKTOP = { width: 1280, height: 800 };
