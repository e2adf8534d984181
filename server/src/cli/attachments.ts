/** Where this process keeps the files that visitors attach. */
import { dirname, join } from 'node:path';
import type { FileLedger } from '../core/file-ledger.ts';
import { DiskBlobStore } from '../http/attachments/blob-store.ts';
import { HostedAttachments } from '../http/attachments/hosted-attachments.ts';
import { sqliteFile } from '../stores/open-store.ts';
import type { Config } from './config.ts';
import { attachmentSecret } from './secrets.ts';

/** Beside the SQLite file unless a folder is named; with several processes it must be one they all see. */
export function openAttachments(config: Config, files: FileLedger): HostedAttachments {
  const database = sqliteFile(config.DATABASE_URL);
  const folder =
    config.CHATDOCK_ATTACHMENTS_FOLDER ?? join(database === undefined ? 'data' : dirname(database), 'attachments');
  return new HostedAttachments({
    blobs: new DiskBlobStore(folder, { minFreeBytes: config.CHATDOCK_DISK_FREE_MIN_BYTES }),
    files,
    quotas: { perOwner: config.CHATDOCK_STORED_BYTES_PER_USER, inAll: config.CHATDOCK_STORED_BYTES },
    secret: attachmentSecret(config),
    url: attachmentsURL(config),
    maxBytes: config.CHATDOCK_ATTACHMENT_MAX_BYTES,
  });
}

/** Behind a proxy that serves this process under a path, only the public address tells that path. */
const attachmentsURL = ({ CHATDOCK_PUBLIC_URL: address = '' }: Config) => `${address.replace(/\/+$/u, '')}/attachments`;
