/** Speaks to a screen reader: each sentence once, apart from what is on screen. */

export interface Announcer {
  element: HTMLElement;
  announce(text: string): void;
}

export function createAnnouncer(): Announcer {
  const element = document.createElement('div');
  element.className = 'hidden';
  element.setAttribute('role', 'status');
  element.setAttribute('aria-live', 'polite');
  return {
    element,
    announce(text) {
      // A new paragraph each time: the same words twice are two announcements.
      const line = document.createElement('p');
      line.textContent = text;
      element.replaceChildren(line);
    },
  };
}
