/** Dutch with *u*: the texts that differ. */
import type { LocaleStrings } from '../en.ts';

export const strings: Partial<LocaleStrings> = {
  'start.greeting': 'Waarmee kan ik u vandaag helpen?',
  'history.loading': 'Uw gesprekken worden geladen…',
  'history.failed': 'Uw gesprekken konden niet worden geladen.',
  'history.search.failed': 'Uw berichten konden nu niet worden doorzocht. Dit zijn titels die overeenkomen.',
  'history.you': 'U:',
  'composer.attachment.tooMany': {
    one: 'U kunt maar {count} bestand bij een bericht voegen.',
    other: 'U kunt maar {count} bestanden bij een bericht voegen.',
  },
  'composer.dictate.refused':
    'De microfoon is voor deze pagina geblokkeerd. Sta hem toe in de instellingen van uw browser, of typ uw bericht.',
  'composer.dictate.failed': 'Dicteren is niet gelukt. Probeer het opnieuw, of typ uw bericht.',
  'question.title': 'Een vraag voor u',
  'question.custom.label': 'Uw eigen antwoord',
  'question.answered': 'Uw antwoorden',
  'thread.you': 'U zei:',
  'thread.stopped': 'U hebt dit antwoord gestopt.',
  'thread.feedback.thanks': 'Bedankt voor uw feedback.',
  'thread.feedback.failed': 'Uw feedback kon niet worden verstuurd.',
  'failure.offline': 'U bent offline. We versturen uw bericht als u weer online bent.',
  'failure.waiting': 'Er kon geen verbinding worden gemaakt. We versturen uw bericht als de verbinding terug is.',
  'failure.busy': 'De dienst is bezet. We versturen uw bericht zo meteen.',
  'failure.network': 'Er kon geen verbinding worden gemaakt. Uw bericht blijft hier bewaard.',
  'failure.unauthorized': 'U bent niet meer ingelogd, dus dit is niet verstuurd. Log in en probeer het opnieuw.',
  'failure.forbidden': 'U hebt hier geen toestemming voor.',
  'failure.rateLimited': 'U verstuurt te snel berichten. Wacht even en probeer het opnieuw.',
  'failure.rateLimited.wait': {
    one: 'U verstuurt te snel berichten. Probeer het over {count} seconde opnieuw.',
    other: 'U verstuurt te snel berichten. Probeer het over {count} seconden opnieuw.',
  },
  'failure.server': 'Er ging bij ons iets mis. Uw bericht blijft hier bewaard.',
  'failure.part': 'Een deel van de chat kon niet worden geladen. Controleer uw verbinding.',
  'thread.editing': 'U bewerkt uw bericht. Wat erna kwam, wordt vervangen.',
  'thread.editing.failed': 'Uw wijziging kon niet worden verstuurd. Het gesprek is ongewijzigd.',
};
