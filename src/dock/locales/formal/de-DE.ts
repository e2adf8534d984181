/** German with *Sie*: the texts that differ. */
import type { Translation } from '../../../options/strings.ts';

export const strings: Partial<Translation> = {
  loadFailed: 'Der Chat konnte nicht geladen werden. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.',
  partFailed: 'Ein Teil des Chats konnte nicht geladen werden. Prüfen Sie Ihre Verbindung.',
  placeholder: 'Stellen Sie eine Frage…',
  aiNotice: 'Sie chatten mit einer KI. Sie kann Fehler machen.',
  voiceRefused:
    'Das Mikrofon ist für diese Seite gesperrt. Erlauben Sie es in der Adressleiste des Browsers und versuchen Sie es noch einmal.',
  voiceNoMicrophone: 'Kein Mikrofon gefunden. Schließen Sie eines an oder schreiben Sie stattdessen.',
  voiceNetwork: 'Der Sprachdienst ist nicht erreichbar. Versuchen Sie es noch einmal oder schreiben Sie Ihre Frage.',
  voiceLanguage: 'Diktieren ist in dieser Sprache nicht verfügbar. Schreiben Sie stattdessen.',
  voiceSilence: 'Wir haben nichts gehört. Sprechen Sie etwas näher am Mikrofon und versuchen Sie es noch einmal.',
  voiceFailed: 'Die Spracheingabe hat nicht funktioniert. Schreiben Sie stattdessen oder versuchen Sie es noch einmal.',
  feedbackComment: 'Sagen Sie uns mehr (optional)',
  feedbackFailed: 'Ihre Rückmeldung konnte nicht gesendet werden. Versuchen Sie es noch einmal.',
  feedbackThanks: 'Danke für Ihre Rückmeldung.',
  transcriptFailed: 'Das Gespräch konnte nicht geladen werden. Versuchen Sie es noch einmal.',
  you: 'Sie',
};
