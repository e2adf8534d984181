/** The icons of the chat's own controls. Those of parts that load later are added with them; icons named by options load on their own. */
import type { ANSWER_STROKES } from './answer-strokes.ts';
import type { LATER_STROKES } from './later-strokes.ts';

/** Stroke icons on a 24 × 24 grid. From Lucide (ISC). */
const OPENING_STROKES = {
  'arrow-up': ['m5 12 7-7 7 7', 'M12 19V5'],
  compose: [
    'M12 3H5a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h14a2 2 0 0 0 2-2v-7',
    'M18.375 2.625a1 1 0 0 1 3 3l-9.013 9.014a2 2 0 0 1-.853.505l-2.873.84a.5.5 0 0 1-.62-.62l.84-2.873a2 2 0 0 1 .506-.852z',
  ],
  history: ['M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8', 'M3 3v5h5', 'M12 7v5l4 2'],
  back: ['m12 19-7-7 7-7', 'M19 12H5'],
  forward: ['M5 12h14', 'm12 5 7 7-7 7'],
  warning: ['M12 9v4', 'M12 17h.01', 'm21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3'],
} as const;

/** Filled by `addStrokes` before a part with one of the later icons renders. */
const strokes: Partial<Record<Stroke, readonly string[]>> = { ...OPENING_STROKES };

type Stroke = keyof (typeof OPENING_STROKES & typeof ANSWER_STROKES & typeof LATER_STROKES);

export const addStrokes = (more: typeof ANSWER_STROKES | typeof LATER_STROKES) => void Object.assign(strokes, more);

export type ChromeIcon = Stroke | 'stop';

interface IconProps {
  name: ChromeIcon;
  /** Mirrors a directional icon in right-to-left languages. */
  isMirrored?: boolean;
}

export function Icon({ name, isMirrored = false }: IconProps) {
  return (
    <svg
      class={isMirrored ? 'icon mirrored' : 'icon'}
      viewBox="0 0 24 24"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linecap="round"
      stroke-linejoin="round"
    >
      {name === 'stop' ? (
        <rect x="7" y="7" width="10" height="10" rx="1.5" fill="currentColor" />
      ) : (
        strokes[name]?.map((d) => <path key={d} d={d} />)
      )}
    </svg>
  );
}
