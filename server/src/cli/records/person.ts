/** `chatdock-server export` and `delete`: all data of one person, for legal requests. */
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import { contextOf } from '../../core/context.ts';
import { answerQuery } from '../../core/records/queries.ts';
import { erasePerson, exportPerson } from '../../core/records/personal-data.ts';
import { DemoServer } from '../../agents/demo/demo-server.ts';
import type { BlobStore } from '../../http/attachments/blob-store.ts';
import { type OpenStore, openStore } from '../../stores/open-store.ts';
import { openAttachments } from '../attachments.ts';
import type { Config } from '../settings/config.ts';
import { readPeople, readArguments, refuseMemory, UsageError } from './arguments.ts';

export const EXPORT_SYNOPSIS = 'USER… [--files FOLDER]';
export const DELETE_SYNOPSIS = 'USER…|THREAD…';

/** One JSON record per line, piece by piece. `--files` also copies the person's attachments. @throws UsageError */
export async function* exportPeople(args: readonly string[], config: Config): AsyncGenerator<string, void, undefined> {
  const usage = `Usage: chatdock-server export ${EXPORT_SYNOPSIS}`;
  const { options, words } = readArguments(args, { values: ['files'], usage });
  const people = readPeople(words, usage);
  refuseMemory(config.DATABASE_URL);
  const opened = openStore(config.DATABASE_URL);
  try {
    const { blobs } = await openAttachments(config, opened.files);
    if (options.files !== undefined) await mkdir(options.files, { recursive: true, mode: 0o700 });
    for (const userId of people)
      for await (const record of exportPerson(opened, userId)) {
        if (record.type === 'attachment' && options.files !== undefined)
          await copyFile(blobs, record.attachment, options.files);
        yield `${JSON.stringify({ user_id: userId, ...record })}\n`;
      }
  } finally {
    await opened.close();
  }
}

/** The id comes first, because two files may have the same name, which a visitor chose. */
async function copyFile(blobs: BlobStore, { id, name }: Attachment, folder: string): Promise<void> {
  const found = await blobs.read(id);
  if (!found) return;
  const safe = basename(name)
    .replaceAll(/[^\p{L}\p{N}._ -]/gu, '_')
    .slice(-100);
  await pipeline(found.stream, createWriteStream(join(folder, `${id}-${safe}`), { mode: 0o600 }));
}

/** Deletes all data of people, or single conversations. @throws UsageError */
export async function deleteRecords(args: readonly string[], config: Config): Promise<string> {
  const usage = `Usage: chatdock-server delete ${DELETE_SYNOPSIS}\n\nUSER is visitor:… or user:tenant:name, THREAD is thr_…. This cannot be undone.`;
  const { words } = readArguments(args, { values: [], usage });
  const threads = words.filter((word) => word.startsWith('thr_'));
  const others = words.filter((word) => !word.startsWith('thr_'));
  if (others.length > 0 || threads.length === 0) readPeople(others, usage);
  refuseMemory(config.DATABASE_URL);
  const opened = openStore(config.DATABASE_URL);
  try {
    const lines: string[] = [];
    for (const threadId of threads) lines.push(await deleteConversation(opened, config, threadId));
    for (const userId of others) lines.push(await deletePerson(opened, config, userId));
    return lines.join('');
  } finally {
    await opened.close();
  }
}

async function deletePerson(opened: OpenStore, config: Config, userId: string): Promise<string> {
  const counts = { thread: 0, item: 0, attachment: 0, feedback: 0 };
  for await (const { type } of exportPerson(opened, userId)) counts[type] += 1;
  const { blobs } = await openAttachments(config, opened.files);
  await erasePerson({ ...opened, deleteBytes: (id) => blobs.delete(id) }, userId);
  return `${userId}: deleted ${counts.thread} conversations with ${counts.item} items, ${counts.attachment} files and ${counts.feedback} ratings.\n`;
}

async function deleteConversation(opened: OpenStore, config: Config, threadId: string): Promise<string> {
  const [found] = await opened.people.conversations({ threadId, limit: 1 });
  if (!found) throw new UsageError(`There is no conversation ${threadId}.`);
  await answerQuery(
    await serverFor(opened, config),
    { type: 'threads.delete', params: { thread_id: threadId }, metadata: {} },
    contextOf(found.userId),
  );
  return `${threadId} of ${found.userId}: deleted.\n`;
}

/** A server that does not answer messages. This command only needs it to delete conversations with their files. */
export const serverFor = async (opened: OpenStore, config: Config) =>
  new DemoServer({ store: opened.store, attachmentStore: await openAttachments(config, opened.files) });
