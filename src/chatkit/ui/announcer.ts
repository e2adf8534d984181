/** A live region for screen readers. Announces each sentence once, independently of the visible text. */

interface Announcer {
  element: HTMLElement;
  announce(text: string): void;
}

const KEPT_LINES = 4;

export function createAnnouncer(): Announcer {
  const element = document.createElement('div');
  element.className = 'hidden';
  element.setAttribute('role', 'status');
  element.setAttribute('aria-live', 'polite');
  element.setAttribute('aria-atomic', 'false');
  return {
    element,
    announce(text) {
      // Adds a paragraph per message, so that a repeated message is announced again. Older ones stay until they have
      // been read.
      const line = document.createElement('p');
      line.textContent = text;
      while (element.childElementCount >= KEPT_LINES) element.firstElementChild?.remove();
      element.append(line);
    },
  };
}
