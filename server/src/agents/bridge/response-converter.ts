/** What providers attach to an answer, in ChatKit's terms. Extend it to cite or host images your own way. */
import { memberOf } from '@chatdock/protocol/member-of';
import type { Annotation } from '@chatdock/protocol/thread/sources';

/** Every conversion can be overridden. */
export class ResponseConverter {
  /** How many partial pictures the image tool was asked for; without it their progress is not known. */
  readonly partialImages: number | undefined;

  constructor({ partialImages }: { partialImages?: number | undefined } = {}) {
    this.partialImages = partialImages;
  }

  /** Where the client loads a picture from. Inline by default; override it to store the bytes somewhere and give their address. */
  toImageURL(base64: string): string | Promise<string> {
    return `data:image/png;base64,${base64}`;
  }

  /** A citation as an annotation; null drops it. `index` is the position of its marker in the text. */
  toAnnotation(citation: unknown): Annotation | null {
    // Chat Completions puts the facts one level down, under the name of the type.
    const type = memberOf(citation, 'type');
    const facts = memberOf(citation, String(type)) ?? citation;
    switch (type) {
      case 'file_citation':
        return fileAnnotation(memberOf(facts, 'filename'), memberOf(facts, 'index'));
      case 'container_file_citation':
        return fileAnnotation(memberOf(facts, 'filename'), memberOf(facts, 'end_index'));
      case 'url_citation': {
        const url = memberOf(facts, 'url');
        const title = memberOf(facts, 'title');
        if (typeof url !== 'string') return null;
        return {
          type: 'annotation',
          source: { type: 'url', url, title: typeof title === 'string' && title !== '' ? title : url },
          index: toIndex(memberOf(facts, 'end_index')),
        };
      }
      default:
        return null;
    }
  }
}

function fileAnnotation(filename: unknown, index: unknown): Annotation | null {
  if (typeof filename !== 'string' || filename === '') return null;
  return { type: 'annotation', source: { type: 'file', filename, title: filename }, index: toIndex(index) };
}

const toIndex = (value: unknown) =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;
