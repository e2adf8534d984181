/** A channel between the tabs of a site. Browsers that block storage may refuse it; each tab is then by itself. */
export interface Channel {
  /** Tells the other tabs. A value that the browser refuses is not told. */
  post(value: unknown): void;
  close(): void;
}

/** @returns null where the browser has no channels or allows none. `hear` is called with what other tabs post. */
export function openChannel(name: string, hear: (value: unknown) => void): Channel | null {
  try {
    const channel = new BroadcastChannel(name);
    const take = ({ data }: MessageEvent<unknown>) => hear(data);
    channel.addEventListener('message', take);
    return {
      post(value) {
        try {
          // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no origin; windows have
          channel.postMessage(value);
        } catch {
          // The page is leaving, or the browser has withdrawn the permission.
        }
      },
      close() {
        channel.removeEventListener('message', take);
        channel.close();
      },
    };
  } catch {
    return null;
  }
}
