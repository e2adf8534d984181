/**
 * A channel between the tabs of a site. Browsers that block storage may refuse it; the tabs then do not communicate.
 */
export interface Channel {
  /** Sends a value to the other tabs. Ignores a value that the browser refuses. */
  post(value: unknown): void;
  close(): void;
}

/**
 * @returns null if the browser has no channels or allows none. `onValue` is called with each value that another tab posts.
 */
export function openChannel(name: string, onValue: (value: unknown) => void): Channel | null {
  try {
    const channel = new BroadcastChannel(name);
    const handleMessage = ({ data }: MessageEvent<unknown>) => onValue(data);
    channel.addEventListener('message', handleMessage);
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
        channel.removeEventListener('message', handleMessage);
        channel.close();
      },
    };
  } catch {
    return null;
  }
}
