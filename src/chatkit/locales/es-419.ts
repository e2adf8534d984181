/** Spanish of Latin America: the texts that differ from those of Spain. */
import type { LocaleStrings } from './en.ts';
import { strings as spain } from './es-ES.ts';

export const strings: LocaleStrings = {
  ...spain,
  'history.failed': 'No se pudieron cargar tus conversaciones.',
  'history.rename.failed': 'No se pudo cambiar el nombre de la conversación.',
  'history.delete.question': '¿Eliminar “{title}”?',
  'history.delete.failed': 'No se pudo eliminar la conversación.',
  'composer.add': 'Agregar archivos y herramientas',
  'composer.attach': 'Agregar fotos y archivos',
  'composer.attachment.tooLarge': '{name} supera el límite de {limit}, así que no se agregó.',
  'composer.attachment.failed': 'No se pudo subir {name}.',
  'composer.mention.none': 'No se encontró nada',
  'composer.dictate.refused':
    'El micrófono está bloqueado para esta página. Permítelo en la configuración del navegador o escribe el mensaje.',
  'composer.dictate.failed': 'El dictado no funcionó. Inténtalo de nuevo o escribe el mensaje.',
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
  'failure.network': 'No se pudo conectar. Tu mensaje se conserva aquí.',
  'failure.unauthorized': 'Ya no tienes la sesión iniciada, así que no se envió. Inicia sesión e inténtalo de nuevo.',
  'failure.server': 'Algo falló de nuestro lado. Tu mensaje se conserva aquí.',
  'failure.refused': 'Se rechazó esta solicitud.',
  'failure.cut': 'Se perdió la conexión. Es posible que la respuesta esté incompleta.',
  'failure.generic': 'Algo falló al responder.',
  'failure.part': 'No se pudo cargar una parte del chat. Revisa tu conexión.',
  'failure.thread': 'No se pudo cargar la conversación.',
  'failure.older': 'No se pudieron cargar los mensajes anteriores.',
  'failure.action': 'No funcionó.',
  'failure.setup': 'Este chat no está disponible en este momento. Comunícate con el propietario del sitio.',
};
