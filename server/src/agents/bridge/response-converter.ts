/**
 * Converts the citations and images of providers to ChatKit's types. Extend it to change citations or to host images
 * yourself.
 */
import { memberOf } from '@chatdock/protocol/member-of';
import type { Annotation } from '@chatdock/protocol/thread/sources';

/** Every conversion can be overridden. */
export class ResponseConverter {
  /** The number of partial pictures that were requested from the image tool. Without it, their progress is unknown. */
  readonly partialImages: number | undefined;

  constructor({ partialImages }: { partialImages?: number | undefined } = {}) {
    this.partialImages = partialImages;
  }

  /**
   * The address of a picture. A `data:` address by default. Override it to store the bytes and return their address.
   */
  toImageURL(base64: string): string | Promise<string> {
    return `data:image/png;base64,${base64}`;
  }

  /** A citation as an annotation; null drops it. `index` is the position of its marker in the text. */
  toAnnotation(citation: unknown): Annotation | null {
    // Chat Completions nests the members under the name of the type.
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
