/** Puts a dot on the page's icon in the browser's tab. */
interface Favicon {
  show(hasUnread: boolean): void;
  stop(): void;
}

const SIZE = 32;
const DOT = '#d92d20';
const OURS = 'data-chatdock-unread';

export function createFavicon(page: Document): Favicon {
  let isShown = false;
  let drawn: Promise<string | undefined> | undefined;
  let link: HTMLLinkElement | undefined;
  let others: HTMLLinkElement[] = [];

  const ownLinks = () => [...page.querySelectorAll<HTMLLinkElement>(`link[rel~="icon" i]:not([${OURS}])`)];

  async function put() {
    drawn ??= draw(ownLinks().at(-1)?.href ?? new URL('/favicon.ico', page.baseURI).href);
    const href = await drawn;
    if (!isShown || !href || link) return;
    // Some browsers prefer an icon that the page declares with a size or type, so these links are removed meanwhile.
    others = ownLinks();
    for (const other of others) other.rel = other.rel.replace(/\bicon\b/i, 'chatdock-icon');
    link = page.createElement('link');
    link.rel = 'icon';
    link.setAttribute(OURS, '');
    link.href = href;
    page.head.append(link);
    observer.observe(page.head, { childList: true });
  }

  function restore() {
    observer.disconnect();
    for (const other of others) other.rel = other.rel.replace('chatdock-icon', 'icon');
    others = [];
    link?.remove();
    link = drawn = undefined;
  }
  /** A single-page app has replaced the icon, so the removed links are outdated. */
  const observer = new MutationObserver(() => {
    if (!link || link.isConnected) return;
    for (const other of others) other.remove();
    others = [];
    restore();
    void put();
  });

  return {
    show(hasUnread) {
      if (hasUnread === isShown) return;
      isShown = hasUnread;
      if (isShown) return void put();
      restore();
    },
    stop() {
      this.show(false);
    },
  };
}

/** @returns the icon with a dot as a `data:` address; the dot alone if the icon cannot be read. */
async function draw(source: string): Promise<string | undefined> {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = SIZE;
  const context = canvas.getContext('2d');
  if (!context) return undefined;
  const dot = () => {
    context.beginPath();
    context.arc(SIZE - 9, 9, 9, 0, 2 * Math.PI);
    context.fillStyle = DOT;
    context.fill();
    return canvas.toDataURL();
  };
  try {
    const icon = new Image();
    // An icon of another origin may be drawn only if that origin allows it.
    icon.crossOrigin = 'anonymous';
    icon.src = source;
    await icon.decode();
    context.drawImage(icon, 0, 0, SIZE, SIZE);
    return dot();
  } catch {
    context.clearRect(0, 0, SIZE, SIZE);
    return dot();
  }
}
