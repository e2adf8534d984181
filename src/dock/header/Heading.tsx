/** Who the visitor talks to: a picture, the title and a line about them. */
import { useState } from 'react';
import { useSetup } from '../panel/DockContext.tsx';

interface HeadingProps {
  title: string;
  /** Whether the chat is below, not the history. */
  isAboutChat: boolean;
}

export function Heading({ title, isAboutChat }: HeadingProps) {
  const { avatar, status } = useSetup().options;
  const [missing, setMissing] = useState<string>();
  return (
    <>
      {isAboutChat && avatar && avatar !== missing && (
        <img className="avatar" data-beside="" src={avatar} alt="" onError={() => setMissing(avatar)} />
      )}
      <div className="heading">
        <h2 className="title" dir="auto">
          {title}
        </h2>
        {isAboutChat && status && (
          <p className="status" dir="auto">
            {status}
          </p>
        )}
      </div>
    </>
  );
}
