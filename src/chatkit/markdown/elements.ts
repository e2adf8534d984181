/** Making elements: never from strings of HTML. */

/** An element with a class and text; both may be empty. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  className: string,
  text: string,
): HTMLElementTagNameMap[Name] {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text) node.append(text);
  return node;
}
