/** An icon named by the page or the server. Its shape loads after the text beside it; an unknown name draws nothing. */
import { useEffect, useState } from 'preact/hooks';
import type { IconNode } from './load.ts';

interface ContentIconProps {
  name: string;
}

export function ContentIcon({ name }: ContentIconProps) {
  const [node, setNode] = useState<IconNode | null>(null);
  useEffect(() => {
    let isCurrent = true;
    setNode(null);
    void import('./load.ts')
      .then(({ loadIcon }) => loadIcon(name))
      .then(
        (found) => isCurrent && setNode(found),
        () => undefined, // a missing icon needs no error message
      );
    return () => {
      isCurrent = false;
    };
  }, [name]);
  return (
    <svg
      class="icon"
      viewBox="0 0 24 24"
      aria-hidden="true"
      data-icon={node ? name : undefined}
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      {node?.map(([Tag, attributes], index) => (
        <Tag key={index} {...attributes} />
      ))}
    </svg>
  );
}
