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
    limit: 'The frame sees no font of the page; give it one by `chatkit.theme.typography.fontSources`.',
    isMet: ({ font }) => font !== dockOptions.font.fallback,
  },
  dir: {
    limit: 'The frame reads in the direction of its language, whatever the shell does.',
    isMet: ({ dir }) => dir !== 'auto',
  },
  feedback: {
    limit: 'The frame asks for no comment: `comment` is `thumbs` there.',
    isMet: ({ feedback }) => feedback === 'comment',
  },
  voice: {
    limit: 'What stands in the frame cannot be read: with `insert`, what was said takes its place.',
    isMet: ({ voice }) => voice === 'insert',
  },
  mock: { limit: 'The in-page server answers our own engine only.', isMet: ({ mock }) => mock !== false },
  persist: {
    limit: 'The frame keeps its draft to itself; thread and open state are remembered.',
    isMet: ({ persist }) => persist === 'session',
  },
  esc: {
    limit: 'A key pressed inside the frame stays there; the buttons of the header are always in reach.',
    isMet: () => false,
  },
  shortcut: keyLimit('shortcut'),
  fullscreenShortcut: keyLimit('fullscreenShortcut'),
  headers: {
    limit: 'In hosted mode they go along with the request for the client secret only.',
    isMet: (options) => isHosted(options) && options.headers !== undefined,
  },
  userToken: {
    limit: 'In hosted mode it goes along with the request for the client secret only.',
    isMet: (options) => isHosted(options) && options.userToken !== undefined,
  },
  upload: {
    limit: 'In hosted mode files go to OpenAI, in its own way.',
    isMet: (options) => isHosted(options) && options.upload !== 'none',
  },
};

/** One sentence for each option that was set to something the frame cannot do. */
export const limitsOf = (options: ResolvedOptions): string[] =>
  Object.entries(officialLimits).flatMap(([name, { limit, isMet }]) =>
    isMet(options) ? [`${name} with OpenAI's engine: ${limit}`] : [],
  );
