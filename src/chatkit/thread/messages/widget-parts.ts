/** Widgets: their renderer, and the message that has one. One chunk, which loads with the first widget of a thread. */
export { StyledWidget } from './StyledWidget.tsx';
export { WidgetMessage } from './WidgetMessage.tsx';
