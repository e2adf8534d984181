/** French of Canada: the labels that differ from those of France. */
import type { IconLabels } from './en.ts';
import { labels as france } from './fr-FR.ts';

export const labels: IconLabels = {
  ...france,
  email: 'Courriel',
};
