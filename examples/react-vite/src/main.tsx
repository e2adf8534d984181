import { ChatWidget } from 'chatdock';
import { createRoot } from 'react-dom/client';

const App = () => (
  <main>
    <h1>React and Vite</h1>
    <ChatWidget apiUrl="http://127.0.0.1:8787/chatkit" title="Ask us" theme="auto" />
  </main>
);

const place = document.getElementById('app');
if (place) createRoot(place).render(<App />);
