/** Spanish of Latin America: the texts that differ from those of Spain. */
import type { Translation } from '../../options/strings.ts';
import { strings as spain } from './es-ES.ts';

export const strings: Translation = {
  ...spain,
  loadFailed: 'No se pudo cargar el chat. Revisa tu conexión e inténtalo de nuevo.',
  partFailed: 'No se pudo cargar una parte del chat. Revisa tu conexión.',
  voiceNoMicrophone: 'No se encontró ningún micrófono. Conecta uno o escribe el mensaje.',
  voiceSilence: 'No oímos nada. Habla un poco más cerca del micrófono e inténtalo de nuevo.',
  voiceFailed: 'La entrada de voz no funcionó. Escribe el mensaje o inténtalo de nuevo.',
  enterKey: 'Enter',
  feedbackQuestion: '¿Qué falló en la respuesta?',
  feedbackFailed: 'No se pudo enviar tu opinión. Inténtalo de nuevo.',
};
