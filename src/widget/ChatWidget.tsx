/** The dock. */
export function ChatWidget() {
  return <div />;
}
