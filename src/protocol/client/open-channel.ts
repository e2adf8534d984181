/**
 * A channel between the tabs of a site. Browsers that block storage may refuse it; the tabs then do not communicate.
 */
export interface Channel {
  /** Sends a value to the other tabs. Ignores a value that the browser refuses. */
  post(value: unknown): void;
  close(): void;
}

/**
 * @returns null if the browser has no channels or allows none. `hear` is called with each value that another tab posts.
 */
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
