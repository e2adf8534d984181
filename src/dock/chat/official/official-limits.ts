/** Options that OpenAI's frame does not support. The documentation lists them, and the console warns once if one of them is set. */
import { dockOptions, type OptionName, type ResolvedOptions } from '../../../options/options.ts';

interface OfficialLimit {
  /** The effect of the option with OpenAI's engine. */
  limit: string;
  /** Whether these options set something unsupported. */
  isMet(options: ResolvedOptions): boolean;
}

const keyLimit = (name: 'shortcut' | 'fullscreenShortcut'): OfficialLimit => ({
  limit: 'Key presses inside the frame do not reach the page, so the shortcut does not work there.',
  isMet: ({ [name]: keys }) => keys !== dockOptions[name].fallback && keys !== 'none',
});
/** In hosted mode the frame talks to OpenAI's servers, and to the owner's server only for the client secret. */
const isHosted = ({ clientSecretUrl }: ResolvedOptions) => clientSecretUrl !== undefined;

export const officialLimits: Partial<Record<OptionName, OfficialLimit>> = {
  clientSecretUrl: {
    limit:
      'OpenAI switched off hosted ChatKit for agents of Agent Builder on 30 November 2026. ChatKit itself stays: run the agent on your own server and set `apiUrl` instead (docs/leaving-agent-builder.md).',
    isMet: isHosted,
  },
  font: {
    limit: 'The frame cannot use the page’s fonts. Load one with `chatkit.theme.typography.fontSources`.',
    isMet: ({ font }) => font !== dockOptions.font.fallback,
  },
  dir: {
    limit: 'The frame always uses the direction of its language.',
    isMet: ({ dir }) => dir !== 'auto',
  },
  logo: { limit: 'The frame shows no picture.', isMet: ({ logo }) => logo !== undefined },
  introduction: {
    limit: 'The frame shows the greeting only.',
    isMet: ({ introduction }) => introduction !== undefined,
  },
  feedback: {
    limit: 'The frame cannot ask for a comment, so `comment` works like `thumbs`.',
    isMet: ({ feedback }) => feedback === 'comment',
  },
  messageActions: {
    limit:
      'The frame has its own actions: no editing, no times, no reading aloud, no thumbs on older answers, no queue.',
    isMet: ({ messageActions }) => messageActions.join() !== dockOptions.messageActions.fallback.join(),
  },
  history: {
    limit: 'The frame shows its own list over the chat, also in a wide fullscreen, without search, groups or saving.',
    isMet: () => false,
  },
  pageContext: {
    limit: 'The quote in the frame cannot be read, so the page may replace one of the visitor’s own.',
    isMet: ({ pageContext }) => pageContext.includes('page'),
  },
  voice: {
    limit: 'The text in the frame cannot be read, so with `insert` the transcript replaces it.',
    isMet: ({ voice }) => voice === 'insert',
  },
  mock: { limit: 'The in-page server works with the self-hosted engine only.', isMet: ({ mock }) => mock !== false },
  persist: {
    limit: 'The draft in the frame cannot be read, so it is not remembered. Thread and open state are.',
    isMet: ({ persist }) => persist === 'session',
  },
  esc: {
    limit:
      'Key presses inside the frame do not reach the page, so Esc does not work there. The buttons of the header do.',
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
    limit: 'In hosted mode files are uploaded to OpenAI, so this option has no effect.',
    isMet: (options) => isHosted(options) && options.upload !== 'none',
  },
};

/** One sentence for each option that is set to something unsupported. */
export const limitsOf = (options: ResolvedOptions): string[] =>
  Object.entries(officialLimits).flatMap(([name, { limit, isMet }]) =>
    isMet(options) ? [`${name} with OpenAI's engine: ${limit}`] : [],
  );
