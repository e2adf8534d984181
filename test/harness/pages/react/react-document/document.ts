/** A page that React renders as a whole, from `<html>` on, as Remix and React Router do. */
import type { createElement, useState } from 'react';

/** @param react The version of React that renders it. */
export const createDocument = (react: { createElement: typeof createElement; useState: typeof useState }) =>
  function Document({ script }: { script: string }) {
    const { createElement: h } = react;
    const [count, setCount] = react.useState(0);
    return h(
      'html',
      { lang: 'en' },
      h(
        'head',
        null,
        h('title', null, 'A shop'),
        h('link', { rel: 'icon', href: '/demo/icon.svg' }),
        h('script', { async: true, src: '/dist/chatdock.umd.js', 'data-api-url': '/chatkit' }),
        h('script', { async: true, src: script }),
      ),
      h('body', null, h('button', { onClick: () => setCount(count + 1) }, `Pressed ${count}`)),
    );
  };
