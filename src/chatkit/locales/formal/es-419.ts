/** Spanish of Latin America with *usted*: the texts that differ. */
import type { LocaleStrings } from '../en.ts';
import { strings as spain } from './es-ES.ts';

export const strings: Partial<LocaleStrings> = {
  ...spain,
  'history.failed': 'No se pudieron cargar sus conversaciones.',
  'composer.dictate.refused':
    'El micrófono está bloqueado para esta página. Permítalo en la configuración del navegador o escriba el mensaje.',
  'composer.dictate.failed': 'El dictado no funcionó. Inténtelo de nuevo o escriba el mensaje.',
  'thread.you': 'Usted dijo:',
  'thread.stopped': 'Usted detuvo esta respuesta.',
  'thread.feedback.failed': 'No se pudo enviar su opinión.',
  'failure.network': 'No se pudo conectar. Su mensaje se conserva aquí.',
  'failure.waiting': 'No se pudo conectar. Enviaremos su mensaje cuando vuelva la conexión.',
  'failure.unauthorized': 'Ya no tiene la sesión iniciada, así que no se envió. Inicie sesión e inténtelo de nuevo.',
  'failure.server': 'Algo falló de nuestro lado. Su mensaje se conserva aquí.',
  'failure.part': 'No se pudo cargar una parte del chat. Revise su conexión.',
  'failure.setup': 'Este chat no está disponible en este momento. Comuníquese con el propietario del sitio.',
  'thread.editing': 'Está editando su mensaje. Lo que vino después se reemplazará.',
  'thread.file.failed': 'No se pudo descargar {name}. Inténtelo de nuevo.',
  'thread.file.cut': 'Este es solo el comienzo. Descargue el archivo para leerlo completo.',
};
