/** Serves files, with headers that prevent them from running code. */
import { pipeline } from 'node:stream/promises';
import type { Request as ExpressRequest } from 'express';
import type { RequestContext } from '../../core/context.ts';
import { NotFoundError } from '../../core/errors.ts';
import { type AnswerRequest, type AttachmentDeps, identify, idOf, tokenOf } from './attachment-requests.ts';
import { isInertImage } from './file-types.ts';
/** A preview address does not carry the name of its file. */
interface ServedFile {
  readonly name?: string | undefined;
  readonly mimeType: string;
}

/** Serves a file to its owner, or to a caller with the token of its preview address. */
export const download =
  <Context extends RequestContext>(deps: AttachmentDeps<Context>): AnswerRequest =>
  async (req, res, headers) => {
    const id = idOf(req);
    const { name, mimeType } = await fileFor(deps, req, id, headers);
    const blob = await deps.attachments.blobs.read(id);
    if (!blob) throw new NotFoundError('This attachment has no stored bytes.');
    for (const [header, value] of Object.entries(fileHeaders({ name, mimeType }))) headers.set(header, value);
    headers.set('content-length', String(blob.sizeBytes));
    res.setHeaders(headers);
    if (req.method === 'HEAD') {
      blob.stream.destroy();
      res.end();
    } else await pipeline(blob.stream, res);
  };

async function fileFor<Context extends RequestContext>(
  { server, attachments, options }: AttachmentDeps<Context>,
  req: ExpressRequest,
  id: string,
  headers: Headers,
): Promise<ServedFile> {
  const grant = attachments.readPreviewToken(tokenOf(req), id);
  if (grant) return { mimeType: grant.type };
  const { name, mime_type: mimeType } = await server.store.loadAttachment(id, await identify(options, req, headers));
  return { name, mimeType };
}

/** Only images that browsers render without running code are shown inline. Scripts are blocked in every file. */
function fileHeaders({ name, mimeType }: ServedFile): Record<string, string> {
  const disposition = isInertImage(mimeType) ? 'inline' : 'attachment';
  return {
    'content-type': mimeType.startsWith('text/') ? `${mimeType}; charset=utf-8` : mimeType,
    'content-disposition': name === undefined ? disposition : `${disposition}; filename*=UTF-8''${encodeName(name)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'cache-control': 'private, max-age=3600, no-transform',
  };
}

const encodeName = (name: string) =>
  encodeURIComponent(name).replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
