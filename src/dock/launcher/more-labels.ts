/** `modules/labels.js`: the launcher's label in the languages that the script tag does not contain. */
export { labels } from 'virtual:more-launcher-labels';
