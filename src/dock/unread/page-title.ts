/** Puts a count before the page's title, such as "(2) Shop". */
interface PageTitle {
  show(count: number): void;
  stop(): void;
}

export function createPageTitle(page: Document): PageTitle {
  let count = 0;
  let shown = '';

  /** The page's own title: the one that it has set since, or the text after our count. */
  const own = () => {
    // Browsers trim titles, so a page without a title shows only our count.
    if (shown !== '' && page.title === shown.trim()) return '';
    return shown !== '' && page.title.startsWith(shown) ? page.title.slice(shown.length) : page.title;
  };
  function draw() {
    const title = own();
    shown = count > 0 ? `(${count}) ` : '';
    if (page.title !== (shown + title).trim()) page.title = shown + title;
  }
  // Single-page apps change the title when the visitor moves to another view.
  const observer = new MutationObserver(draw);
  return {
    show(next) {
      count = next;
      draw();
      observer.disconnect();
      if (count > 0) observer.observe(page.head, { childList: true, characterData: true, subtree: true });
    },
    stop() {
      this.show(0);
    },
  };
}
