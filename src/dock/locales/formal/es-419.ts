/** Spanish of Latin America with *usted*: the texts that differ. */
import type { Translation } from '../../../options/strings.ts';
import { strings as spain } from './es-ES.ts';

export const strings: Partial<Translation> = {
  ...spain,
  loadFailed: 'No se pudo cargar el chat. Revise su conexión e inténtelo de nuevo.',
  partFailed: 'No se pudo cargar una parte del chat. Revise su conexión.',
  voiceNoMicrophone: 'No se encontró ningún micrófono. Conecte uno o escriba el mensaje.',
  voiceSilence: 'No oímos nada. Hable un poco más cerca del micrófono e inténtelo de nuevo.',
  voiceFailed: 'La entrada de voz no funcionó. Escriba el mensaje o inténtelo de nuevo.',
  feedbackFailed: 'No se pudo enviar su opinión. Inténtelo de nuevo.',
};
