/** Spanish of Latin America: what it says otherwise than Spain. */
import type { Translation } from '../../options/strings.ts';
import { strings as spain } from './es-ES.ts';

export const strings: Translation = {
  ...spain,
  loadFailed: 'No se pudo cargar el chat. Revisa tu conexión e inténtalo de nuevo.',
  partFailed: 'No se pudo cargar una parte del chat. Revisa tu conexión.',
  transcribing: 'Escribiendo lo que dijiste…',
  voiceNoMicrophone: 'No se encontró ningún micrófono. Conecta uno o escribe el mensaje.',
  voiceNetwork:
    'No se pudo transcribir lo que dijiste porque el servicio no está disponible. Escríbelo o inténtalo de nuevo.',
  voiceSilence: 'No se oyó nada. Habla un poco más cerca del micrófono e inténtalo de nuevo.',
  voiceFailed: 'La entrada de voz no funcionó. Escribe el mensaje o inténtalo de nuevo.',
  enterKey: 'Enter',
  feedbackQuestion: '¿Qué falló en la respuesta? (opcional)',
  feedbackFailed: 'No se pudo enviar tu opinión. Inténtalo de nuevo.',
};
