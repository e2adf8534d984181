/** Italian with *Lei*: the texts that differ. */
import type { Translation } from '../../../options/strings.ts';

export const strings: Partial<Translation> = {
  loadFailed: 'Non è stato possibile caricare la chat. Controlli la connessione e riprovi.',
  partFailed: 'Non è stato possibile caricare una parte della chat. Controlli la connessione.',
  placeholder: 'Faccia una domanda…',
  aiNotice: 'Sta chattando con un’IA. Può commettere errori.',
  voiceRefused:
    'Il microfono è bloccato per questa pagina. Lo consenta nella barra degli indirizzi del browser e riprovi.',
  voiceNoMicrophone: 'Nessun microfono trovato. Ne colleghi uno oppure scriva.',
  voiceNetwork: 'Il servizio vocale non è raggiungibile. Riprovi oppure scriva la sua domanda.',
  voiceLanguage: 'La dettatura non è disponibile in questa lingua. Scriva il messaggio.',
  voiceSilence: 'Non abbiamo sentito nulla. Parli un po’ più vicino al microfono e riprovi.',
  voiceFailed: 'L’input vocale non ha funzionato. Scriva oppure riprovi.',
  feedbackComment: 'Ci racconti di più (facoltativo)',
  feedbackFailed: 'Non è stato possibile inviare il suo parere. Riprovi.',
  feedbackThanks: 'Grazie per il suo parere.',
  transcriptFailed: 'Impossibile caricare la conversazione. Riprovi.',
  you: 'Lei',
};
