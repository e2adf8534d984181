import { ChatDock } from 'chatdock/chatdock.js';

const heading = document.createElement('h1');
heading.textContent = 'esbuild';
document.getElementById('app').append(heading);

ChatDock.boot({ apiUrl: 'http://127.0.0.1:8787/chatkit', title: 'Ask us', theme: 'auto' });
