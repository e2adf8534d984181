/** Slots for simultaneous turns that several processes share. */

/** A slot under each of its keys. It expires `forMs` after it was taken or renewed. */
export interface SlotLease {
  /** Unique among all processes. */
  readonly id: string;
  readonly forMs: number;
  readonly keys: readonly SlotKey[];
}

/** The maximum number of simultaneous leases for a key. */
export interface SlotKey {
  readonly key: string;
  readonly limit: number;
}

/** Stores leases, for example in Redis or PostgreSQL. */
export interface SlotLeases {
  /** Takes a slot under every key, or under none. Returns the index of the first key without a free slot, else null. */
  acquire(lease: SlotLease): Promise<number | null>;
  renew(leases: readonly SlotLease[]): Promise<void>;
  release(lease: SlotLease): Promise<void>;
}
