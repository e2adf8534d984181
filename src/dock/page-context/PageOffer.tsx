/** Puts the page's title and address into the composer as a quote, which the visitor can remove. Only docks with `pageContext: page` load this module. */
import { type RefObject, useEffect, useRef } from 'react';
import { LOCAL_TAG } from '../../engine/LocalChatKit.tsx';
import { watchAddress } from '../host/page-address.ts';
import { useFact, useSetup } from '../panel/DockContext.tsx';
import { askedIn, pageQuote, selectedText, selectionQuote } from './page-quote.ts';

interface PageOfferProps {
  panel: RefObject<HTMLElement | null>;
}

interface Offer {
  address: string;
  threadId: string | null;
}

/**
 * Offer the page once per page and new chat, so that a removed quote does not come back and a second message does not
 * repeat it. Never replace the visitor's own quote.
 */
export function PageOffer({ panel }: PageOfferProps) {
  const { dock, shell, memory } = useSetup();
  const isOpen = useFact('isOpen');
  const threadId = useFact('threadId');
  const last = useRef<Offer | null>(null);

  useEffect(() => {
    if (!isOpen) return;
    const offer = () => {
      const before = last.current;
      const address = pageQuote();
      const isNewChat = threadId === null && before?.threadId !== null;
      const isOffered = before?.address === address && !isNewChat;
      last.current = { address, threadId };
      if (askedIn.delete(shell.host) || isOffered) return;
      const selected = selectedText(shell.host);
      const quote = selected === '' ? address : selectionQuote(selected);
      dock.queue.run(async (chat) => {
        const present = quoteIn(panel.current);
        if (present !== '' && present !== memory.read().offered) return;
        memory.write({ offered: quote });
        await chat.setComposerValue({ reply: quote });
      });
    };
    offer();
    const leaving = new AbortController();
    watchAddress(offer, leaving.signal);
    return () => leaving.abort();
  }, [isOpen, threadId, dock, shell, memory, panel]);
  return null;
}

/** The quote in the composer; empty with OpenAI's frame, which the page cannot read. */
const quoteIn = (panel: HTMLElement | null): string =>
  panel?.querySelector(LOCAL_TAG)?.shadowRoot?.querySelector('.quote-text')?.textContent ?? '';
