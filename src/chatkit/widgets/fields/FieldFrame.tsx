/** A control with the note about what is wrong with its value. */
import type { ComponentChildren } from 'preact';
import type { TextKey } from '../../locales/en.ts';
import { useWidget } from '../widget-context.ts';

interface FieldFrameProps {
  id: string;
  problem: TextKey | undefined;
  children: ComponentChildren;
  /** Set for controls that are as wide as their content. */
  isNarrow?: boolean;
  /** Marks a field that must be filled in and has no label to carry the mark. */
  isMarked?: boolean;
}

export function FieldFrame({ id, problem, children, isNarrow = false, isMarked = false }: FieldFrameProps) {
  const { text } = useWidget();
  return (
    <div class={`w-control${isNarrow ? ' narrow' : ''}${isMarked ? ' marked' : ''}`}>
      {children}
      {isMarked && <RequiredMark />}
      {problem !== undefined && (
        <p class="w-problem" id={`${id}-problem`}>
          {text(problem)}
        </p>
      )}
    </div>
  );
}

/** Marks what must be filled in. Assistive technology reads `required` from the control. */
export const RequiredMark = () => (
  <span class="w-required" aria-hidden="true">
    {' *'}
  </span>
);
