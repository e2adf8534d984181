/** Gives the visitor the content of a `data:` or `blob:` address to save. Releases a `blob:` address. */
export function download(href: string, name: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  link.click();
  // The download has begun once the click has been handled.
  if (href.startsWith('blob:')) setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
