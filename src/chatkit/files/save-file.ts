/** Saves a file under a harmless name. */
import type { Controller } from '../state/controller.ts';
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
    const link = document.createElement('a');
    const [, type] = /^data:([^;,]+)/.exec(url) ?? [];
    if (type) {
      // Not fetched, because a page's Content Security Policy may forbid that.
      link.href = url;
      link.download = fileName(name, type);
    } else {
      const blob = await (await fetchFile(url)).blob();
      link.href = URL.createObjectURL(blob);
      link.download = fileName(name, blob.type);
    }
    link.click();
    // The download has begun once the click has been handled.
    if (!type) setTimeout(() => URL.revokeObjectURL(link.href));
  } catch {
    context.toast('thread.file.failed', { name });
  }
}
