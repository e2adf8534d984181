/** French of Canada: the texts that differ from those of France. */
import type { LocaleStrings } from './en.ts';
import { strings as france } from './fr-FR.ts';

export const strings: LocaleStrings = {
  ...france,
  'start.greeting': 'Comment puis-je vous aider aujourd’hui?',
  'history.delete.question': 'Supprimer « {title} »?',
  'composer.attachment.uploading': 'Téléversement de {name}',
  'composer.attachment.failed': '{name} n’a pas pu être téléversé.',
  'composer.dictate.refused':
    'Le micro est bloqué pour cette page. Autorisez-le dans les paramètres du navigateur, ou écrivez votre message.',
  'thread.task.search': 'A cherché sur le Web',
  'thread.code.wrap': 'Retour à la ligne automatique',
  'thread.table.sheet': 'Copier pour une feuille de calcul',
  'thread.feedback.thanks': 'Merci pour vos commentaires.',
  'thread.feedback.failed': 'Vos commentaires n’ont pas pu être envoyés.',
  'widget.email': 'Entrez une adresse courriel, par exemple name@example.com.',
  'widget.url': 'Entrez une adresse Web commençant par https://.',
  'widget.number': 'Entrez un nombre.',
  'failure.old': 'Ce message date de plus d’une heure. L’envoyer maintenant?',
  'failure.unauthorized':
    'Votre session est terminée, rien n’a donc été envoyé. Ouvrez une nouvelle session, puis réessayez.',
  'failure.setup': 'Ce chat n’est pas disponible pour le moment. Veuillez communiquer avec le propriétaire du site.',
};
