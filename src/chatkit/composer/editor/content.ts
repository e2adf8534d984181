/** The composer's content: text and tags in typing order, in the shape the protocol sends. */
import type { Entity, UserMessageContent as PublicContent } from '@openai/chatkit';

interface TextPart {
  type: 'input_text';
  text: string;
}

export interface TagPart {
  type: 'input_tag';
  id: string;
  /** The entity's title. */
  text: string;
  data: Record<string, unknown>;
  group?: string | undefined;
  interactive?: boolean | undefined;
  /** Shown in the tag; not sent. */
  icon?: string | undefined;
}

export type ContentPart = TextPart | TagPart;
export type Content = readonly ContentPart[];

/** The plain text of the content; each tag counts as its text. */
export const contentText = (content: Content): string => content.map(({ text }) => text).join('');

/** Characters, as the server counts them. */
export const contentLength = (content: Content): number => content.reduce((sum, { text }) => sum + text.length, 0);

/** Whether there is nothing to send. White space alone is blank; a tag is not. */
export const isBlank = (content: Content): boolean =>
  content.every((part) => part.type === 'input_text' && part.text.trim() === '');

/** Normalises the arguments of the public methods. `content` takes precedence over `text`. */
export function toContent({
  text,
  content,
}: {
  text?: string | undefined;
  content?: readonly PublicContent[] | undefined;
}): Content {
  if (!content) return text ? [{ type: 'input_text', text }] : [];
  return content.map((part) =>
    part.type === 'input_text'
      ? { type: 'input_text', text: part.text }
      : {
          type: 'input_tag',
          id: part.id,
          text: part.text,
          data: part.data ?? {},
          group: part.group,
          interactive: part.interactive,
        },
  );
}

export const toTag = ({ id, title, data, group, interactive, icon }: Entity): TagPart => ({
  type: 'input_tag',
  id,
  text: title,
  data: data ?? {},
  group,
  interactive: interactive ?? false,
  icon,
});

export const toEntity = ({ id, text, data, group, interactive, icon }: TagPart): Entity => {
  // What the page gave with the entity: ChatKit's type allows only texts, and nothing here reads them.
  const entity: Entity = { id, title: text, interactive: interactive ?? false, data: data as Record<string, string> };
  if (group !== undefined) entity.group = group;
  if (icon !== undefined) entity.icon = icon;
  return entity;
};

/**
 * The content as it is sent: joins adjacent text, trims the ends, and drops empty text and members unknown to the
 * protocol.
 */
export function toWire(content: Content): ContentPart[] {
  const parts: ContentPart[] = [];
  for (const part of content) {
    const last = parts.at(-1);
    if (part.type === 'input_text' && last?.type === 'input_text')
      parts[parts.length - 1] = { ...last, text: last.text + part.text };
    else parts.push(part);
  }
  const first = parts[0];
  if (first?.type === 'input_text') parts[0] = { ...first, text: first.text.trimStart() };
  const last = parts.at(-1);
  if (last?.type === 'input_text') parts[parts.length - 1] = { ...last, text: last.text.trimEnd() };
  return parts
    .filter((part) => part.type !== 'input_text' || part.text !== '')
    .map((part) => {
      if (part.type === 'input_text') return part;
      const { type, id, text, data, group, interactive = false } = part;
      return group === undefined ? { type, id, text, data, interactive } : { type, id, text, data, group, interactive };
    });
}
