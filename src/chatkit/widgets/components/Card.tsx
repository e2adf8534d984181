/** A bounded block with an optional status line above and buttons below; it can be a form as a whole. */
import { useState } from 'preact/hooks';
import { formHandlers } from '../../ui/form-handlers.ts';
import { formNameOf } from '../fields/form/form-name.ts';
import { FormPlace } from '../fields/form/FormPlace.tsx';
import { StatusLine } from './StatusLine.tsx';
import { Themed } from '../Themed.tsx';
import { toAction, useAction } from '../use-action.ts';
import { boxStyle, toFlag, toText, toWord, type Style } from '../values.ts';
import { useWidget } from '../widget-context.ts';
import { WidgetChildren, type ComponentProps } from '../WidgetNode.tsx';

interface CardButton {
  label: string;
  action: unknown;
}

function toCardButton(value: unknown): CardButton | null {
  if (typeof value !== 'object' || value === null || !('action' in value) || !toAction(value.action)) return null;
  return { label: ('label' in value && toText(value.label)) || '', action: value.action };
}

export function Card({ component }: ComponentProps) {
  const isForm = toFlag(component['asForm']);
  const card = (
    <Themed scheme={component['theme']}>
      {(style) => <CardBody component={component} isForm={isForm} style={style} />}
    </Themed>
  );
  return isForm ? <FormPlace component={component}>{card}</FormPlace> : card;
}

function CardBody({ component, isForm, style }: ComponentProps & { isForm: boolean; style: Style }) {
  const { scheme, getWidget } = useWidget();
  const confirm = toCardButton(component['confirm']);
  const cancel = toCardButton(component['cancel']);
  const confirming = useAction(confirm?.action, { auto: 'container', validates: isForm });
  const cancelling = useAction(cancel?.action, { auto: 'container' });
  const [isFinished, setFinished] = useState(false);
  const isCollapsed = toFlag(component['collapsed']) && isFinished;
  const { padding, background, border } = component;
  const size = toWord(component['size'], ['sm', 'md', 'lg', 'full']) ?? 'md';

  const handleConfirm = async () => {
    if (await confirming.run()) setFinished(true);
  };

  const body = (
    <>
      <StatusLine status={component['status']} />
      {!isCollapsed && (
        <div class="w-box w-col w-card-body" style={boxStyle({ padding }, scheme)}>
          <WidgetChildren of={component} />
        </div>
      )}
      {(confirm || cancel) && !isCollapsed && (
        <div class="w-card-buttons">
          {cancel && (
            <button
              type="button"
              class="w-button outline secondary"
              disabled={!cancelling.mayRun}
              onClick={() => void cancelling.run()}
            >
              <span dir="auto">{cancel.label}</span>
            </button>
          )}
          {confirm && (
            <button
              type={isForm ? 'submit' : 'button'}
              class="w-button solid primary"
              disabled={!confirming.mayRun}
              onClick={isForm ? undefined : () => void handleConfirm()}
            >
              <span dir="auto">{confirm.label}</span>
            </button>
          )}
        </div>
      )}
    </>
  );
  const frame = { class: `w-card ${size}`, style: { ...boxStyle({ background, border }, scheme), ...style } };
  if (!isForm) return <div {...frame}>{body}</div>;
  return (
    <form
      {...frame}
      noValidate
      aria-label={formNameOf(component, getWidget())}
      {...formHandlers(() => void handleConfirm())}
    >
      {body}
    </form>
  );
}
