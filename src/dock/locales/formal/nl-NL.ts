/** Dutch with *u*: the texts that differ. */
import type { Translation } from '../../../options/strings.ts';

export const strings: Partial<Translation> = {
  loadFailed: 'De chat kon niet worden geladen. Controleer uw verbinding en probeer het opnieuw.',
  partFailed: 'Een deel van de chat kon niet worden geladen. Controleer uw verbinding.',
  aiNotice: 'U chat met een AI. Die kan fouten maken.',
  voiceRefused:
    'De microfoon is voor deze pagina geblokkeerd. Sta hem toe in de adresbalk van uw browser en probeer het opnieuw.',
  voiceNoMicrophone: 'Er is geen microfoon gevonden. Sluit er een aan, of typ uw bericht.',
  voiceNetwork: 'De spraakdienst is niet bereikbaar. Probeer het opnieuw, of typ uw vraag.',
  voiceLanguage: 'Dicteren is niet beschikbaar in deze taal. Typ uw bericht.',
  voiceFailed: 'Spraakinvoer werkte niet. Typ uw bericht, of probeer het opnieuw.',
  feedbackFailed: 'Uw feedback kon niet worden verstuurd. Probeer het opnieuw.',
  feedbackThanks: 'Bedankt voor uw feedback.',
  you: 'U',
};
