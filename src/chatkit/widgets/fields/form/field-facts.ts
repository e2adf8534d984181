/** Facts about a form's fields, read from its tree: which have a label, and which are required. */
import { createContext } from 'preact';
import { useContext, useMemo, useRef } from 'preact/hooks';
import { isRecord } from '@chatdock/protocol/kinds';
import type { WidgetComponent } from '@chatdock/protocol/thread/widgets';
import { toFlag, toText } from '../../values.ts';
import { childrenOf } from '../../WidgetNode.tsx';

interface FieldFacts {
  labelled: ReadonlySet<string>;
  required: ReadonlySet<string>;
}

const FactsContext = createContext<FieldFacts>({ labelled: new Set(), required: new Set() });

export const FactsProvider = FactsContext.Provider;
export const useFacts = () => useContext(FactsContext);

const isForm = ({ type, asForm }: WidgetComponent) => type === 'Form' || (type === 'Card' && toFlag(asForm));

/** Reads the tree under a form, or under a root that is not a form. Forms inside it are read separately. */
function readFacts(scope: WidgetComponent): FieldFacts {
  const labelled = new Set<string>();
  const required = new Set<string>();
  const open = [...childrenOf(scope)];
  for (let component = open.pop(); component; component = open.pop()) {
    const { type, editable } = component;
    const field = type === 'Text' && isRecord(editable) ? editable : component;
    const labels = type === 'Label' ? toText(component['fieldName']) : undefined;
    if (labels !== undefined) labelled.add(labels);
    const name = toText(field['name']);
    if (name !== undefined && toFlag(field['required'])) required.add(name);
    if (!isForm(component)) open.push(...childrenOf(component));
  }
  return { labelled, required };
}

const isEqual = (one: ReadonlySet<string>, other: ReadonlySet<string>) =>
  one.size === other.size && [...one].every((name) => other.has(name));

/** The facts of a scope. Returns the same object while they are equal, so that fields are not drawn again. */
export function useFieldFacts(scope: WidgetComponent): FieldFacts {
  const read = useMemo(() => readFacts(scope), [scope]);
  const kept = useRef(read);
  if (!isEqual(kept.current.labelled, read.labelled) || !isEqual(kept.current.required, read.required))
    kept.current = read;
  return kept.current;
}
