/** Short-lived messages over the composer. They take no focus; the announcer speaks them. */
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
