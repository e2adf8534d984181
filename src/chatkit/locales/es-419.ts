/** Spanish of Latin America: what it says otherwise than Spain. */
import type { LocaleStrings } from './en.ts';
import { strings as spain } from './es-ES.ts';

export const strings: LocaleStrings = {
  ...spain,
  'history.failed': 'No se pudieron cargar tus conversaciones. Puedes seguir escribiendo aquí.',
  'history.rename.failed': 'No se pudo cambiar el nombre de la conversación.',
  'history.delete.question': '¿Eliminar “{title}”?',
  'history.delete.failed': 'No se pudo eliminar la conversación.',
  'composer.add': 'Agregar archivos y herramientas',
  'composer.attach': 'Agregar fotos y archivos',
  'composer.attachment.tooLarge': '{name} supera el límite de {limit}, así que no se agregó.',
  'composer.attachment.failed': 'No se pudo subir {name}.',
  'composer.mention.none': 'No se encontró nada',
  'composer.dictate.transcribing': 'Escribiendo lo que dijiste…',
  'composer.dictate.refused':
    'El micrófono está bloqueado para esta página. Permítelo en la configuración del navegador o escribe el mensaje.',
  'composer.dictate.failed': 'No se pudo transcribir lo que dijiste. Inténtalo de nuevo o escríbelo.',
  'thread.you': 'Dijiste:',
  'thread.assistant': 'El asistente dijo:',
  'thread.stopped': 'Detuviste esta respuesta.',
  'thread.workflow.thought': {
    one: 'Pensó {count} segundo',
    many: 'Pensó {count} de segundos',
    other: 'Pensó {count} segundos',
  },
  'thread.task.search': 'Buscó en la web',
  'thread.task.files': 'Leyó archivos',
  'thread.task.image': 'Creó una imagen',
  'thread.image.blocked': 'No se cargó una imagen de {host}.',
  'thread.feedback.failed': 'No se pudo enviar tu opinión.',
  'failure.network': 'No se pudo conectar con el servidor del chat. Tu mensaje se conserva aquí.',
  'failure.unauthorized': 'Ya no tienes la sesión iniciada, así que no se envió. Inicia sesión e inténtalo de nuevo.',
  'failure.refused': 'El servidor del chat no aceptó esta solicitud.',
  'failure.cut': 'La conexión se cortó antes de que la respuesta estuviera completa.',
  'failure.generic': 'Algo falló al responder.',
  'failure.part': 'No se pudo cargar una parte del chat. Revisa tu conexión.',
  'failure.thread': 'No se pudo cargar la conversación.',
  'failure.older': 'No se pudieron cargar los mensajes anteriores.',
  'failure.action': 'No funcionó.',
};
