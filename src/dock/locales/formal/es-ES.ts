/** Spanish of Spain with *usted*: the texts that differ. */
import type { Translation } from '../../../options/strings.ts';

export const strings: Partial<Translation> = {
  loadFailed: 'No se ha podido cargar el chat. Compruebe su conexión e inténtelo de nuevo.',
  partFailed: 'No se ha podido cargar una parte del chat. Compruebe su conexión.',
  placeholder: 'Haga una pregunta…',
  aiNotice: 'Está chateando con una IA. Puede cometer errores.',
  voiceRefused:
    'El micrófono está bloqueado para esta página. Permítalo en la barra de direcciones del navegador e inténtelo de nuevo.',
  voiceNoMicrophone: 'No se ha encontrado ningún micrófono. Conecte uno o escriba el mensaje.',
  voiceNetwork: 'No se puede acceder al servicio de voz. Inténtelo de nuevo o escriba su pregunta.',
  voiceLanguage: 'El dictado no está disponible en este idioma. Escriba el mensaje.',
  voiceSilence: 'No hemos oído nada. Hable un poco más cerca del micrófono e inténtelo de nuevo.',
  voiceFailed: 'La entrada de voz no ha funcionado. Escriba el mensaje o inténtelo de nuevo.',
  feedbackComment: 'Cuéntenos más (opcional)',
  feedbackFailed: 'No se ha podido enviar su opinión. Inténtelo de nuevo.',
  feedbackThanks: 'Gracias por su opinión.',
  transcriptFailed: 'No se ha podido cargar la conversación. Inténtelo de nuevo.',
  you: 'Usted',
};
