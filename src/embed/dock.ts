export { ChatWidget } from '../widget/ChatWidget.tsx';
