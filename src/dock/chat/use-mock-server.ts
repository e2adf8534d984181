/** Loads the in-page server of the `mock` option, for demos and tests. */
import { useEffect, useState } from 'react';
import { warnOnce } from '../../options/warn-once.ts';

interface MockServer {
  mockFetch: typeof fetch | undefined;
  /** True at once with a real server; with `mock`, true once the in-page server has loaded. */
  isServed: boolean;
}

export function useMockServer(mock: boolean | string, apiUrl: string | undefined): MockServer {
  const [mockFetch, setMockFetch] = useState<typeof fetch | undefined>(undefined);
  useEffect(() => {
    if (mock === false) return;
    let isGone = false;
    import('./mock-server.ts')
      .then(({ openMockServer }) => !isGone && setMockFetch(() => openMockServer(mock, apiUrl)))
      .catch(() =>
        warnOnce(
          'mock is set, but its in-page server could not be loaded, so the chat has no server. Check that the files in modules/ are served.',
        ),
      );
    return () => {
      isGone = true;
    };
  }, [mock, apiUrl]);
  return { mockFetch, isServed: mock === false || mockFetch !== undefined };
}
