/** Chooses where this process keeps the files that visitors attach. */
import { statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { FileLedger } from '../core/records/file-ledger.ts';
import { type BlobStore, DiskBlobStore } from '../http/attachments/blob-store.ts';
import { HostedAttachments } from '../http/attachments/hosted-attachments.ts';
import { openS3BlobStore } from '../http/attachments/s3/s3-blob-store.ts';
import { sqliteFile } from '../stores/open-store.ts';
import { type Config, ConfigError } from './settings/config.ts';
import { attachmentSecret } from './settings/secrets.ts';

export async function openAttachments(config: Config, files: FileLedger): Promise<HostedAttachments> {
  return new HostedAttachments({
    blobs: await openBlobs(config),
    files,
    quotas: { perOwner: config.CHATDOCK_STORED_BYTES_PER_USER, inAll: config.CHATDOCK_STORED_BYTES },
    secret: attachmentSecret(config),
    url: attachmentsURL(config),
    maxBytes: config.CHATDOCK_ATTACHMENT_MAX_BYTES,
  });
}

/** In a bucket, else in a folder, by default beside the SQLite file. Several processes must use the same one. */
async function openBlobs(config: Config): Promise<BlobStore> {
  if (config.CHATDOCK_FILES !== undefined) {
    const { host: bucket, pathname } = new URL(config.CHATDOCK_FILES);
    return await openS3BlobStore({
      bucket,
      prefix: decodeURIComponent(pathname).replaceAll(/^\/+|\/+$/gu, ''),
      accessKeyId: config.AWS_ACCESS_KEY_ID ?? '',
      secretAccessKey: config.AWS_SECRET_ACCESS_KEY ?? '',
      sessionToken: config.AWS_SESSION_TOKEN,
      region: config.AWS_REGION,
      endpoint: config.AWS_ENDPOINT_URL_S3,
      directFrom: config.CHATDOCK_FILES_DIRECT === '1' ? pageOrigins(config) : [],
    });
  }
  const database = sqliteFile(config.DATABASE_URL);
  const folder =
    config.CHATDOCK_ATTACHMENTS_FOLDER ?? join(database === undefined ? 'data' : dirname(database), 'attachments');
  if (config.CHATDOCK_ATTACHMENTS_FOLDER !== undefined) requireFolder(resolve(folder));
  return new DiskBlobStore(folder, { minFreeBytes: config.CHATDOCK_DISK_FREE_MIN_BYTES });
}

/** @throws ConfigError if the path is a file */
function requireFolder(folder: string): void {
  let place = folder;
  // The nearest existing folder. The rest is created with the first file.
  while (statSync(place, { throwIfNoEntry: false }) === undefined && dirname(place) !== place) place = dirname(place);
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new ConfigError(`CHATDOCK_ATTACHMENTS_FOLDER is ${folder}, and ${place} is a file. Name a folder.`);
}

/** Behind a proxy that serves this process under a path, only the public address contains that path. */
const attachmentsURL = ({ CHATDOCK_PUBLIC_URL: address = '' }: Config) => `${address.replace(/\/+$/u, '')}/attachments`;

/** The origins of the pages with the chat. */
const pageOrigins = ({ CHATDOCK_PUBLIC_URL: address, CHATDOCK_ALLOWED_ORIGINS: others }: Config) => [
  ...(address === undefined ? [] : [new URL(address).origin]),
  ...others,
];
