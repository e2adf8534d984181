/** A stored file: its id, its owner and its size in bytes. */
export interface FileEntry {
  readonly id: string;
  readonly owner: string;
  readonly sizeBytes: number;
}

/** The bytes that may be stored; 0 means no limit. */
export interface FileQuotas {
  readonly perOwner: number;
  readonly inAll: number;
}

/** `openStore` returns the one of its database. */
export interface FileLedger {
  /** Records a file before its bytes are accepted. Records nothing if it does not fit. */
  reserve(file: FileEntry, quotas: FileQuotas): Promise<'reserved' | 'owner-full' | 'full'>;
  /** Whether the file is waiting for its bytes or for a message. */
  isUnsent(id: string): Promise<boolean>;
  /** Bytes that were announced or have arrived; null when the file was deleted or has expired. */
  sizeOf(id: string): Promise<number | null>;
  /** Call when the bytes have arrived. False if the file was deleted or has expired meanwhile. */
  setSize(id: string, sizeBytes: number): Promise<boolean>;
  /** Call when a message uses the file, which then never expires. False if it was deleted or has expired. */
  markSent(id: string): Promise<boolean>;
  /** A missing entry is not an error. */
  remove(id: string): Promise<void>;
  /** Removes and returns the entries of files that no message uses and that are older than `beforeMs`. */
  takeUnsent(beforeMs: number): Promise<FileEntry[]>;
  ofOwner(owner: string): Promise<FileEntry[]>;
}
