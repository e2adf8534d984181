/** Shown before the first message: a greeting and prompts. */
import type { StartScreenPrompt } from '@openai/chatkit';
import { ContentIcon } from '../icons/ContentIcon.tsx';
import { Icon } from '../icons/Icon.tsx';
import { useChat, useSelect, useText } from '../ui/chat.ts';

export function StartScreen() {
  const t = useText();
  const { greeting, prompts } = useSelect((state) => state.options.startScreen);
  return (
    <div class="start">
      <div class="welcome">
        {/* Host pages may slot their own picture and line here. */}
        <slot name="start-logo">{prompts.length === 0 && <span class="mark" />}</slot>
        <h1 class="greeting" dir="auto">
          {greeting ?? t('start.greeting')}
        </h1>
        <slot name="start-introduction" />
      </div>
      {prompts.length > 0 && (
        <ul class="prompts" aria-label={t('start.prompts')}>
          {prompts.map((prompt) => (
            <li key={prompt.label}>
              <PromptButton prompt={prompt} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function PromptButton({ prompt }: { prompt: StartScreenPrompt }) {
  const chat = useChat();
  const isDisabled = useSelect((state) => state.setupFault !== null);
  return (
    <button
      type="button"
      class="prompt"
      disabled={isDisabled}
      onClick={() => {
        void chat.sendPrompt(prompt);
        chat.returnFocus(); // the first message removes the prompts
      }}
    >
      {prompt.icon && <ContentIcon name={prompt.icon} />}
      <span dir="auto">{prompt.label}</span>
      <Icon name="forward" isMirrored />
    </button>
  );
}
