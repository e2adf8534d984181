/** A server inside the page, for demos and tests; its code comes only where it is wanted. */
import { useEffect, useState } from 'react';
import { warnOnce } from '../../options/warn-once.ts';

export interface MockServer {
  mockFetch: typeof fetch | undefined;
  /** Whether there is somebody to talk to: at once with a real server, when it has been fetched with one in the page. */
  isServed: boolean;
}

export function useMockServer(mock: boolean | string, apiUrl: string | undefined): MockServer {
  const [mockFetch, setMockFetch] = useState<typeof fetch | undefined>(undefined);
  useEffect(() => {
    if (mock === false) return;
    let isGone = false;
    import('./mock-server.ts')
      .then(({ openMockServer }) => !isGone && setMockFetch(() => openMockServer(mock, apiUrl)))
      .catch(() => warnOnce('The in-page server of data-mock could not be loaded, so the chat has nobody to talk to.'));
    return () => {
      isGone = true;
    };
  }, [mock, apiUrl]);
  return { mockFetch, isServed: mock === false || mockFetch !== undefined };
}
