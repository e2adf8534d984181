/** What OpenAI's frame cannot honour of the dock's options: said in the documentation, and once in the console to who asks for it. */
import { dockOptions, type OptionName, type ResolvedOptions } from '../../options/options.ts';

export interface OfficialLimit {
  /** What becomes of the option there. */
  limit: string;
  /** Whether these options ask for what cannot be had. */
  isMet(options: ResolvedOptions): boolean;
}

const keyLimit = (name: 'shortcut' | 'fullscreenShortcut'): OfficialLimit => ({
  limit: 'A key pressed inside the frame stays there.',
  isMet: ({ [name]: keys }) => keys !== dockOptions[name].fallback && keys !== 'none',
});
/** In hosted mode the frame talks to OpenAI, and to the owner's server only for its secret. */
const isHosted = ({ clientSecretUrl }: ResolvedOptions) => clientSecretUrl !== undefined;

export const officialLimits: Partial<Record<OptionName, OfficialLimit>> = {
  font: {
    limit: 'The frame cannot use fonts of the page. Give it one with `chatkit.theme.typography.fontSources`.',
    isMet: ({ font }) => font !== dockOptions.font.fallback,
  },
  dir: {
    limit: 'The frame uses the direction of its language.',
    isMet: ({ dir }) => dir !== 'auto',
  },
  feedback: {
    limit: 'The frame cannot ask for a comment, so `comment` works like `thumbs`.',
    isMet: ({ feedback }) => feedback === 'comment',
  },
  voice: {
    limit: 'The text in the frame cannot be read: with `insert`, the transcript replaces it.',
    isMet: ({ voice }) => voice === 'insert',
  },
  mock: { limit: 'The server inside the page answers only our own engine.', isMet: ({ mock }) => mock !== false },
  persist: {
    limit: 'Drafts in the frame cannot be stored. The thread and the open state are.',
    isMet: ({ persist }) => persist === 'session',
  },
  esc: {
    limit: 'Keys pressed inside the frame do not reach the page. Use the buttons in the header.',
    isMet: () => false,
  },
  shortcut: keyLimit('shortcut'),
  fullscreenShortcut: keyLimit('fullscreenShortcut'),
  headers: {
    limit: 'In hosted mode they are sent only with the request for the client secret.',
    isMet: (options) => isHosted(options) && options.headers !== undefined,
  },
  userToken: {
    limit: 'In hosted mode it is sent only with the request for the client secret.',
    isMet: (options) => isHosted(options) && options.userToken !== undefined,
  },
  upload: {
    limit: 'In hosted mode files are uploaded to OpenAI.',
    isMet: (options) => isHosted(options) && options.upload !== 'none',
  },
};

/** One sentence for each option that was set to something the frame cannot do. */
export const limitsOf = (options: ResolvedOptions): string[] =>
  Object.entries(officialLimits).flatMap(([name, { limit, isMet }]) =>
    isMet(options) ? [`${name} with OpenAI's engine: ${limit}`] : [],
  );
