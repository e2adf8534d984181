/** A script for pages under test: `field()` is the text field, `held()` the text in it, `thread()` what the conversation shows. */
export const fieldHelpers = `<script>
  find = (selector) => {
    const roots = [document];
    for (const root of roots)
      for (const element of root.querySelectorAll('*')) {
        if (element.matches(selector)) return element;
        if (element.shadowRoot) roots.push(element.shadowRoot);
      }
  };
  field = () => find('.editor');
  held = () => [...field().childNodes].map((node) => (node.localName === 'br' ? '\\n' : node.textContent)).join('').replace(/\\n$/, '');
  thread = () => find('[role=log]')?.innerText ?? '';
</script>`;
