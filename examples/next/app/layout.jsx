import { ChatWidget } from 'chatdock';

export default function Layout({ children }) {
  return (
    <html lang="en">
      <body>
        {children}
        <ChatWidget apiUrl="/chatkit" title="Ask us" theme="auto" />
      </body>
    </html>
  );
}
