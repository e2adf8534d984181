/** Slots for simultaneous turns that several processes share. */

/** A slot under each of its keys. It ends by itself `forMs` after it was taken or renewed. */
export interface SlotLease {
  /** Unique among all processes. */
  readonly id: string;
  readonly forMs: number;
  readonly keys: readonly SlotKey[];
}

/** How many leases may name a key at the same time. */
export interface SlotKey {
  readonly key: string;
  readonly limit: number;
}

/** Where leases are kept, as in Redis or PostgreSQL. */
export interface SlotLeases {
  /** Takes a slot under every key, or under none. Gives the index of the first key that has no slot left, else null. */
  take(lease: SlotLease): Promise<number | null>;
  renew(leases: readonly SlotLease[]): Promise<void>;
  give(lease: SlotLease): Promise<void>;
}
