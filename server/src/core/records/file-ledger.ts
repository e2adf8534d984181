/** A stored file: its id, its owner and its size in bytes. */
export interface FileEntry {
  readonly id: string;
  readonly owner: string;
  readonly sizeBytes: number;
}

/** Bytes that may be stored; 0 is no limit. */
export interface FileQuotas {
  readonly perOwner: number;
  readonly inAll: number;
}

/** `openStore` gives the one of its database. */
export interface FileLedger {
  /** Records a file before its bytes are taken. Nothing is recorded when it does not fit. */
  reserve(file: FileEntry, quotas: FileQuotas): Promise<'reserved' | 'owner-full' | 'full'>;
  /** Whether the file waits for its bytes or for a message. */
  isUnsent(id: string): Promise<boolean>;
  /** Bytes that were announced or have arrived; null when the file was deleted or has expired. */
  sizeOf(id: string): Promise<number | null>;
  /** The bytes are here. False when the file was deleted or has expired meanwhile. */
  setSize(id: string, sizeBytes: number): Promise<boolean>;
  /** A message takes the file, which never expires from now on. False when it was deleted or has expired. */
  markSent(id: string): Promise<boolean>;
  /** A missing entry is not an error. */
  remove(id: string): Promise<void>;
  /** Removes the entries of files that no message took and that are older than `beforeMs`, and gives them. */
  takeUnsent(beforeMs: number): Promise<FileEntry[]>;
  ofOwner(owner: string): Promise<FileEntry[]>;
}
