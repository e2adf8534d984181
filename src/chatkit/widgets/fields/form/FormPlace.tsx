/** A form's scope, for the fields, labels and actions inside it. */
import type { ComponentChildren } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import { FormProvider } from '../../widget-context.ts';
import type { ComponentProps } from '../../WidgetNode.tsx';
import { FactsProvider, useFieldFacts } from './field-facts.ts';
import { createFormScope } from './form-scope.ts';

export function FormPlace({ component, children }: ComponentProps & { children: ComponentChildren }) {
  const id = useId();
  const scope = useMemo(() => createFormScope(id), [id]);
  return (
    <FormProvider value={scope}>
      <FactsProvider value={useFieldFacts(component)}>{children}</FactsProvider>
    </FormProvider>
  );
}
