/** What OpenAI's frame cannot honour of the dock's options: said in the documentation, and once in the console to who asks for it. */
import { widgetOptions, type OptionName, type ResolvedOptions } from './options.ts';

export const officialLimits: Partial<Record<OptionName, string>> = {
  font: 'The frame sees no font of the page; give it one by `chatkit.theme.typography.fontSources`.',
  feedback: 'The frame asks for no comment: `comment` is `thumbs` there.',
  mock: 'The in-page server answers our own engine only.',
  persist: 'The frame keeps its draft to itself; thread and open state are remembered.',
  esc: 'A key pressed inside the frame stays there; the buttons of the header are always in reach.',
  shortcut: 'A key pressed inside the frame stays there.',
  fullscreenShortcut: 'A key pressed inside the frame stays there.',
};

/** One sentence for each option that was set to something the frame cannot do. */
export function limitsOf(options: ResolvedOptions): string[] {
  return Object.entries(officialLimits).flatMap(([name, limit]) => {
    // The keys of the object above.
    const option = name as OptionName;
    return options[option] === widgetOptions[option].fallback ? [] : [`${option} with OpenAI's engine: ${limit}`];
  });
}
