/** Classes and attributes that several controls share. */
import type { WidgetComponent } from '@chatdock/protocol/thread/widgets';
import { toFlag, toText, toWord } from '../values.ts';

const SIZES = ['3xs', '2xs', 'xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl'] as const;
const GUTTERS = ['2xs', 'xs', 'sm', 'md', 'lg', 'xl'] as const;

export function fieldClass(component: WidgetComponent): string {
  const gutter = toWord(component['gutterSize'], GUTTERS);
  return [
    'w-field',
    toWord(component['variant'], ['solid', 'soft', 'outline', 'ghost']) ?? 'outline',
    `size-${toWord(component['size'], SIZES) ?? 'md'}`,
    gutter && `gutter-${gutter}`,
    toFlag(component['pill']) && 'pill',
    toFlag(component['block']) && 'block',
  ]
    .filter(Boolean)
    .join(' ');
}

/** The kinds of input for which the browser itself may suggest a value. */
const SUGGESTED: ReadonlySet<string> = new Set(['email', 'tel', 'url']);

/**
 * The values that browsers and password managers may fill in. A password counts as new, because the chat's page is not
 * the sign-in page of the account.
 */
export function autofill(component: Record<string, unknown>, type = 'text') {
  const own = toText(component['autoComplete']);
  const isOwn = own !== undefined && /^[a-z][a-z0-9 -]{0,80}$/i.test(own);
  return {
    autocomplete: type === 'password' ? 'new-password' : isOwn ? own : SUGGESTED.has(type) ? type : 'off',
    ...(!toFlag(component['allowAutofillExtensions']) && {
      'data-1p-ignore': '',
      'data-lpignore': 'true',
      'data-bwignore': '',
    }),
  };
}
