/** Code of the Markdown renderer that loads when a text first needs it, once for all views on the page. */

export interface LazyPart<Content> {
  /** The content if it is loaded. */
  now(): Content | null;
  /** Loads it. After a failure, the next call tries again. */
  load(): Promise<Content>;
}

export function lazyPart<Content>(fetchContent: () => Promise<Content>): LazyPart<Content> {
  let content: Content | null = null;
  let loading: Promise<Content> | null = null;
  const load = async () => {
    try {
      return (content = await fetchContent());
    } finally {
      loading = null;
    }
  };
  return { now: () => content, load: () => (content ? Promise.resolve(content) : (loading ??= load())) };
}
