/** Ending sessions: tokens issued before the end are refused. */
export interface SessionLedger {
  /** When the sessions of a person were last ended, in milliseconds since 1970; null if never. */
  endedAt(userId: string): Promise<number | null>;
  /** Ends every session that began until now. The person can begin a new one. */
  end(userId: string): Promise<void>;
}

/** Whether a token with this `iat` (seconds since 1970) must be refused. Without `iat` its age is unknown, so it is refused. */
export async function isEnded(
  sessions: SessionLedger | undefined,
  userId: string,
  issuedSeconds: number | undefined,
): Promise<boolean> {
  const endedMs = (await sessions?.endedAt(userId)) ?? null;
  return endedMs !== null && (issuedSeconds ?? 0) * 1000 <= endedMs;
}
