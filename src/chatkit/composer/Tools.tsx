/** The row under the text: attachments, tools, mentions, and the model picker. */
import type { ToolOption } from '@openai/chatkit';
import type { RefObject } from 'preact';
import { ContentIcon } from '../icons/ContentIcon.tsx';
import { selectedModel } from '../state/chat-state.ts';
import { useStyles } from '../ui/styles/adopt-styles.ts';
import { useChat, useSelect, useText } from '../ui/chat.ts';
import { Icon } from '../icons/Icon.tsx';
import { IconButton } from '../ui/buttons/IconButton.tsx';
import { PopupMenu, type MenuEntry } from '../ui/popovers/PopupMenu.tsx';
import type { Editor } from './editor/editor.ts';
import { insertContent } from './editor/edits.ts';
import css from './extras.css?inline';

interface ToolsProps {
  editor: RefObject<Editor | null>;
  onPickFiles: () => void;
}

export function Tools({ editor, onPickFiles }: ToolsProps) {
  useStyles(css);
  const t = useText();
  const { tools } = useSelect((state) => state.options.composer);
  const toolId = useSelect((state) => state.composer.toolId);
  const entities = useSelect((state) => state.options.entities);
  const selected = tools.find(({ id }) => id === toolId);
  return (
    <div class="composer-choices">
      <AddMenu onPickFiles={onPickFiles} />
      {tools
        .filter(({ pinned }) => pinned)
        .map((tool) => (
          <PinnedTool key={tool.id} tool={tool} />
        ))}
      {entities?.onTagSearch && entities.showComposerMenu && (
        <IconButton
          label={t('composer.mention')}
          onClick={() => {
            if (editor.current) insertMention(editor.current);
          }}
        >
          <Icon name="mention" />
        </IconButton>
      )}
      {selected && !selected.pinned && <SelectedTool tool={selected} />}
      <span class="grow" />
      <ModelPicker />
    </div>
  );
}

/** `@` opens the menu only at the start of the text or after white space. */
function insertMention(editor: Editor) {
  const last = editor.getContent().at(-1);
  insertContent(editor, [{ type: 'input_text', text: last && !/\s$/.test(last.text) ? ' @' : '@' }]);
}

/** The plus menu: attachments, and the tools that are not pinned. Hidden when it would be empty. */
function AddMenu({ onPickFiles }: { onPickFiles: () => void }) {
  const chat = useChat();
  const t = useText();
  const { attachments, tools } = useSelect((state) => state.options.composer);
  const toolId = useSelect((state) => state.composer.toolId);
  const entries: MenuEntry[] = tools
    .filter(({ pinned }) => !pinned)
    .map(({ id, label, icon }) => ({
      key: id,
      label,
      icon: { named: icon },
      isChecked: id === toolId,
      onSelect: () => {
        chat.composer.setTool(id === toolId ? null : id);
        chat.focusComposer();
      },
    }));
  if (attachments.enabled)
    entries.unshift({ key: 'attach', label: t('composer.attach'), icon: { own: 'clip' }, onSelect: onPickFiles });
  if (entries.length === 0) return null;
  return (
    <PopupMenu label={t('composer.add')} entries={entries}>
      <Icon name="plus" />
    </PopupMenu>
  );
}

function PinnedTool({ tool: { id, label, shortLabel, icon } }: { tool: ToolOption }) {
  const chat = useChat();
  const isSelected = useSelect((state) => state.composer.toolId === id);
  return (
    <button
      type="button"
      class="chip"
      aria-pressed={isSelected}
      data-tip={shortLabel && label}
      onClick={() => {
        chat.composer.setTool(isSelected ? null : id);
        chat.focusComposer();
      }}
    >
      <ContentIcon name={icon} />
      <span dir="auto">{shortLabel ?? label}</span>
    </button>
  );
}

function SelectedTool({ tool: { label, shortLabel, icon } }: { tool: ToolOption }) {
  const chat = useChat();
  const t = useText();
  const name = shortLabel ?? label;
  return (
    <button
      type="button"
      class="chip selected"
      aria-label={t('composer.tool.clear', { name })}
      data-tip=""
      onClick={() => {
        chat.composer.setTool(null);
        chat.focusComposer();
      }}
    >
      <ContentIcon name={icon} />
      <span dir="auto">{name}</span>
      <Icon name="close" />
    </button>
  );
}

function ModelPicker() {
  const chat = useChat();
  const t = useText();
  const { models } = useSelect((state) => state.options.composer);
  const modelId = useSelect(selectedModel);
  const selected = models.find(({ id }) => id === modelId);
  if (models.length === 0) return null;
  return (
    <PopupMenu
      class="chip plain-chip"
      alignEnd
      label={selected ? `${t('composer.model')}: ${selected.label}` : t('composer.model')}
      entries={models.map(({ id, label, description, disabled }) => ({
        key: id,
        label,
        description,
        isDisabled: disabled,
        isChecked: id === modelId,
        onSelect: () => chat.composer.setModel(id),
      }))}
    >
      <span dir="auto">{selected?.label ?? t('composer.model')}</span>
      <Icon name="chevron-down" />
    </PopupMenu>
  );
}
