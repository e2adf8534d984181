/** The English texts and the icons of the parts that load later. One chunk; `loadLater` loads it. */
export { LATER_ENGLISH } from '../../options/later-strings.ts';
export { LATER_ICONS } from '../panel/later-icons.ts';
