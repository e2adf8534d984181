/** Badge, Icon, Image. */
import { ContentIcon } from '../../icons/ContentIcon.tsx';
import { Picture } from '../../pictures/Picture.tsx';
import { blockStyle, toBackground, toFlag, toText, toTextColor, toWord, type Style } from '../values.ts';
import { useWidget } from '../widget-context.ts';
import type { ComponentProps } from '../WidgetNode.tsx';

export function Badge({ component }: ComponentProps) {
  const color =
    toWord(component['color'], ['secondary', 'success', 'danger', 'warning', 'info', 'discovery']) ?? 'secondary';
  const variant = toWord(component['variant'], ['solid', 'soft', 'outline']) ?? 'soft';
  const size = toWord(component['size'], ['sm', 'md', 'lg']) ?? 'sm';
  return (
    <span class={`w-badge ${color} ${variant} size-${size}${toFlag(component['pill']) ? ' pill' : ''}`} dir="auto">
      {toText(component['label'])}
    </span>
  );
}

export function Icon({ component }: ComponentProps) {
  const { scheme } = useWidget();
  const color = toTextColor(component['color'], scheme);
  const size = toWord(component['size'], ['xs', 'sm', 'md', 'lg', 'xl', '2xl', '3xl']) ?? 'md';
  return (
    <span class={`w-icon size-${size}`} style={color === undefined ? {} : { color }}>
      <ContentIcon name={toText(component['name']) ?? ''} />
    </span>
  );
}

export function Image({ component }: ComponentProps) {
  const { scheme, pictures, text } = useWidget();
  const alt = toText(component['alt']) ?? '';
  const style: Style = { ...blockStyle(component) };
  const fit = toWord(component['fit'], ['cover', 'contain', 'fill', 'scale-down', 'none']);
  if (fit) style['objectFit'] = fit;
  const position = toWord(component['position'], [
    'top left',
    'top',
    'top right',
    'left',
    'center',
    'right',
    'bottom left',
    'bottom',
    'bottom right',
  ]);
  if (position) style['objectPosition'] = position;
  const background = toBackground(component['background'], scheme);
  if (background !== undefined) style['background'] = background;
  const flex = toText(component['flex']);
  if (flex !== undefined && /^[\w\s.%]+$/.test(flex)) style['flex'] = flex;
  const isFlush = toFlag(component['flush']);
  // A flush picture is wider than its column: it lies over the paddings too.
  if (isFlush && style['width'] === '100%') for (const name of ['width', 'maxWidth', 'flex']) delete style[name];
  const flags = `${toFlag(component['frame']) ? ' framed' : ''}${isFlush ? ' flush' : ''}`;
  return (
    <Picture
      class={`w-image${flags}`}
      style={style}
      src={component['src']}
      pictures={pictures}
      text={text}
      alt={alt}
      instead={
        alt === '' ? null : (
          <span class={`w-image missing${flags}`} style={style} role="img" aria-label={alt}>
            <ContentIcon name="square-image" />
            <span dir="auto">{alt}</span>
          </span>
        )
      }
    />
  );
}
