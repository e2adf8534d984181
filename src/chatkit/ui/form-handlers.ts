/** Forms whose buttons work in every frame. */

/** What the handlers need of an event; React's and Preact's both have it. */
interface FormEvent {
  target: EventTarget | null;
  currentTarget: HTMLFormElement;
  preventDefault(): void;
}

/**
 * Handlers of a form that calls `submit` in place of being sent anywhere.
 *
 * A frame sandboxed without `allow-forms` never fires `submit`. A press on the form's button is therefore handled as
 * itself; so is Enter in a field, which browsers turn into a press on that button.
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
