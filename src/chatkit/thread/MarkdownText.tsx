/** Text that an assistant or the page's owner wrote. */

export interface MarkdownTextProps {
  text: string;
  /** Nothing more will come. */
  isDone: boolean;
}

export function MarkdownText({ text }: MarkdownTextProps) {
  return (
    <div class="plain" dir="auto">
      {text}
    </div>
  );
}
