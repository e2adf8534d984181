/** Saves a file under a harmless name. */
import type { Controller } from '../state/controller.ts';
import { download } from './download.ts';
import { fileName } from './file-name.ts';

/** Requests the file without cookies or headers, because its address carries the permission and may be on any host. */
export async function fetchFile(url: string, signal: AbortSignal | null = null): Promise<Response> {
  const response = await fetch(url, { credentials: 'omit', referrerPolicy: 'no-referrer', signal });
  if (!response.ok) throw new Error(`The file's server answered ${response.status}.`);
  return response;
}

/** Saves the bytes at `url`. If fetching fails, shows the visitor an error. */
export async function saveFile({ context }: Controller, url: string, name: string): Promise<void> {
  try {
    const [, type] = /^data:([^;,]+)/.exec(url) ?? [];
    // A page's Content Security Policy may forbid fetching a `data:` address.
    if (type) return download(url, fileName(name, type));
    const blob = await (await fetchFile(url)).blob();
    download(URL.createObjectURL(blob), fileName(name, blob.type));
  } catch {
    context.toast('thread.file.failed', { name });
  }
}
