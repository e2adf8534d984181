/** German with *Sie*: the texts that differ. */
import type { LocaleStrings } from '../en.ts';

export const strings: Partial<LocaleStrings> = {
  'start.greeting': 'Wie kann ich Ihnen heute helfen?',
  'history.loading': 'Ihre Gespräche werden geladen…',
  'history.failed': 'Ihre Gespräche konnten nicht geladen werden.',
  'history.search.failed': 'Ihre Nachrichten konnten gerade nicht durchsucht werden. Dies sind passende Titel.',
  'history.you': 'Sie:',
  'composer.dictate.refused':
    'Das Mikrofon ist für diese Seite gesperrt. Erlauben Sie es in den Einstellungen des Browsers oder tippen Sie Ihre Nachricht.',
  'composer.dictate.failed':
    'Das Diktieren hat nicht geklappt. Versuchen Sie es noch einmal oder tippen Sie Ihre Nachricht.',
  'question.title': 'Eine Frage an Sie',
  'question.custom.label': 'Ihre eigene Antwort',
  'question.missing': 'Wählen Sie eine Antwort, schreiben Sie eine eigene oder überspringen Sie die Frage.',
  'question.answered': 'Ihre Antworten',
  'thread.you': 'Sie haben geschrieben:',
  'thread.stopped': 'Sie haben diese Antwort angehalten.',
  'thread.feedback.thanks': 'Danke für Ihre Rückmeldung.',
  'thread.feedback.failed': 'Ihre Rückmeldung konnte nicht gesendet werden.',
  'widget.pattern': 'Bitte halten Sie sich an das gewünschte Format.',
  'widget.required': 'Füllen Sie dieses Feld aus.',
  'widget.required.choice': 'Wählen Sie eine Möglichkeit.',
  'widget.required.check': 'Setzen Sie dieses Häkchen, um fortzufahren.',
  'widget.email': 'Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com.',
  'widget.url': 'Geben Sie eine Webadresse ein, die mit https:// beginnt.',
  'widget.number': 'Geben Sie eine Zahl ein.',
  'failure.offline': 'Sie sind offline. Wir senden Ihre Nachricht, sobald Sie wieder online sind.',
  'failure.waiting': 'Verbindung fehlgeschlagen. Wir senden Ihre Nachricht, sobald die Verbindung wieder da ist.',
  'failure.busy': 'Der Dienst ist ausgelastet. Wir senden Ihre Nachricht gleich.',
  'failure.network': 'Verbindung fehlgeschlagen. Ihre Nachricht bleibt hier erhalten.',
  'failure.unauthorized':
    'Sie sind nicht mehr angemeldet, deshalb wurde nichts gesendet. Melden Sie sich wieder an und versuchen Sie es noch einmal.',
  'failure.forbidden': 'Sie haben dafür keine Berechtigung.',
  'failure.notFound': 'Dieses Gespräch gibt es nicht mehr. Beginnen Sie einen neuen Chat.',
  'failure.tooLarge': 'Diese Nachricht ist zu lang. Kürzen Sie sie oder entfernen Sie eine Datei.',
  'failure.rateLimited': 'Sie senden Nachrichten zu schnell. Warten Sie einen Moment und versuchen Sie es dann erneut.',
  'failure.rateLimited.wait': {
    one: 'Sie senden Nachrichten zu schnell. Versuchen Sie es in {count} Sekunde erneut.',
    other: 'Sie senden Nachrichten zu schnell. Versuchen Sie es in {count} Sekunden erneut.',
  },
  'failure.server': 'Bei uns ist etwas schiefgegangen. Ihre Nachricht bleibt hier erhalten.',
  'failure.part': 'Ein Teil des Chats konnte nicht geladen werden. Prüfen Sie Ihre Verbindung.',
  'failure.setup': 'Dieser Chat ist gerade nicht verfügbar. Bitte wenden Sie sich an den Betreiber der Website.',
  'thread.editing': 'Sie bearbeiten Ihre Nachricht. Was danach kam, wird ersetzt.',
  'thread.file.failed': '{name} konnte nicht heruntergeladen werden. Versuchen Sie es noch einmal.',
  'thread.file.cut': 'Das ist nur der Anfang. Laden Sie die Datei herunter, um alles zu lesen.',
  'failure.file':
    'Der Inhalt einer Datei passt nicht zu ihrem Typ oder ihrer Größe. Entfernen Sie die Datei und senden Sie die Nachricht erneut.',
};
