/** Spanish of Latin America: the labels that differ from those of Spain. */
import type { IconLabels } from './en.ts';
import { labels as spain } from './es-ES.ts';

export const labels: IconLabels = {
  ...spain,
  reportProblem: 'Reportar un problema',
  settings: 'Configuración',
  add: 'Agregar',
};
