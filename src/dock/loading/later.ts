/** The English texts and the icons of the parts that load later. One chunk; `loadLater` loads it. */
export { laterEnglish } from '../../options/later-strings.ts';
export { laterIcons } from '../panel/later-icons.ts';
