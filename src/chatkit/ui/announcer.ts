/** Speaks to a screen reader: each sentence once, apart from what is on screen. */

export interface Announcer {
  element: HTMLElement;
  announce(text: string): void;
}

const keptLines = 4;

export function createAnnouncer(): Announcer {
  const element = document.createElement('div');
  element.className = 'hidden';
  element.setAttribute('role', 'status');
  element.setAttribute('aria-live', 'polite');
  element.setAttribute('aria-atomic', 'false');
  return {
    element,
    announce(text) {
      // A new paragraph each time: the same words twice are two announcements. Older ones stay until they have been read.
      const line = document.createElement('p');
      line.textContent = text;
      while (element.childElementCount >= keptLines) element.firstElementChild?.remove();
      element.append(line);
    },
  };
}
