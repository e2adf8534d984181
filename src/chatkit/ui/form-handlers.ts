/** Form submission that also works in sandboxed frames. */

/** The part of an event that the handlers need; React's and Preact's events both have it. */
interface FormEvent {
  target: EventTarget | null;
  currentTarget: HTMLFormElement;
  preventDefault(): void;
}

/**
 * Handlers for a form that calls `submit` instead of navigating.
 *
 * A frame sandboxed without `allow-forms` never fires `submit`, so these handlers listen for the click on the submit
 * button instead. Enter in a field also fires that click.
 */
export const formHandlers = (submit: (form: HTMLFormElement) => void) => ({
  onSubmit(event: FormEvent) {
    event.preventDefault();
    submit(event.currentTarget);
  },
  onClick(event: FormEvent) {
    const form = event.currentTarget;
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    if (button?.type !== 'submit' || button.form !== form) return;
    event.preventDefault();
    if (form.noValidate || form.reportValidity()) submit(form);
  },
});
