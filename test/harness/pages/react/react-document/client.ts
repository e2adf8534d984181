/** Offers `hydrate()`, so that a test decides when React hydrates the document, and records React's messages. */
import { createElement, useState } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { createDocument } from './document.ts';

const complaints: string[] = [];
Object.assign(globalThis, {
  complaints,
  hydrate(script: string) {
    hydrateRoot(document, createElement(createDocument({ createElement, useState }), { script }), {
      onRecoverableError: (error) => void complaints.push(String(error)),
    });
  },
});
