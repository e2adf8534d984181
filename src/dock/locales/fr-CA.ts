/** French of Canada: the texts that differ from those of France. */
import type { Translation } from '../../options/strings.ts';
import { strings as france } from './fr-FR.ts';

export const strings: Translation = {
  ...france,
  feedbackQuestion: 'Qu’est-ce qui n’allait pas dans la réponse?',
  feedbackSend: 'Envoyer les commentaires',
  feedbackFailed: 'Vos commentaires n’ont pas pu être envoyés. Réessayez.',
  feedbackThanks: 'Merci pour vos commentaires.',
};
