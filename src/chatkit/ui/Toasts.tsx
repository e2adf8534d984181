/** Short messages above the composer. They never take the focus; a live region announces them. */
import { useSelect } from './chat.ts';

export function Toasts() {
  const toasts = useSelect((state) => state.toasts);
  if (toasts.length === 0) return null;
  return (
    <ul class="toasts">
      {toasts.map(({ key, text }) => (
        <li key={key} dir="auto">
          {text}
        </li>
      ))}
    </ul>
  );
}
