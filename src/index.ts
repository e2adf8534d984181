/** What `import … from 'chatdock'` gives: the dock as a React component, and its hooks. */
export { ChatWidget } from './widget/ChatWidget.tsx';
