/** Thread items as what a model reads. Extend the converter to say how attachments, tags or your own context look to it. */
import type { AgentInputItem } from '@openai/agents';
import type { Attachment } from '@chatdock/protocol/attachments';
import type {
  AssistantMessageItem,
  ClientToolCallItem,
  GeneratedImageItem,
  HiddenContextItem,
  SDKHiddenContextItem,
  StructuredInputItem,
  TaskItem,
  ThreadItem,
  UserMessageItem,
  UserMessageTagContent,
  WidgetItem,
  WorkflowItem,
} from '@chatdock/protocol/items';
import type { Task } from '@chatdock/protocol/tasks';
import { widgetRootSchema } from '@chatdock/protocol/widgets';

/** One part of what a user says: text, a picture, a file. */
export type InputPart = Extract<
  Exclude<Extract<AgentInputItem, { role: 'user' }>['content'], string>[number],
  { type: 'input_text' | 'input_image' | 'input_file' }
>;

type Converted = AgentInputItem | readonly AgentInputItem[] | null;

/**
 * The default conversion; each kind of item has a method to override.
 *
 * @example
 * class ShopConverter extends ThreadItemConverter {
 *   override tagToPart(tag) { return { type: 'input_text', text: `Order ${tag.id}: ${JSON.stringify(tag.data)}` }; }
 * }
 * const input = await new ShopConverter().toAgentInput(items);
 */
export class ThreadItemConverter {
  /** Converts items in the order they are given: oldest first is what models expect. */
  async toAgentInput(items: readonly ThreadItem[]): Promise<AgentInputItem[]> {
    const input: AgentInputItem[] = [];
    for (const [index, item] of items.entries()) {
      const converted = await this.#convert(item, index === items.length - 1);
      if (converted === null) continue;
      input.push(...(isList(converted) ? converted : [converted]));
    }
    return input;
  }

  /** What the user wrote, with mentions as `@name`; then, for the newest message only, the passage it quotes; then what the mentions mean. */
  async userMessageToInput(item: UserMessageItem, isLast: boolean): Promise<Converted> {
    const parts: InputPart[] = [];
    const text = item.content.map((part) => (part.type === 'input_tag' ? `@${part.text}` : part.text)).join('');
    if (text !== '') parts.push({ type: 'input_text', text });
    for (const attachment of item.attachments) parts.push(await this.attachmentToPart(attachment));
    const input: AgentInputItem[] = [userMessage(parts.length > 0 ? parts : [{ type: 'input_text', text: '' }])];
    if (isLast && item.quoted_text !== undefined && item.quoted_text !== '') {
      input.push(userText(`The user is referring to this passage:\n${item.quoted_text}`));
    }
    const tags = new Map<string, UserMessageTagContent>();
    for (const part of item.content) if (part.type === 'input_tag' && !tags.has(part.text)) tags.set(part.text, part);
    if (tags.size > 0) {
      const meanings: InputPart[] = [];
      for (const tag of tags.values()) meanings.push(await this.tagToPart(tag));
      input.push(
        userMessage([
          {
            type: 'input_text',
            text: '# Mentions\nThe user mentioned the following with an @. In your answer use their names without the @.',
          },
          ...meanings,
        ]),
      );
    }
    return input;
  }

  /** @throws Error unless overridden: only the application knows whether the model may see a file, and how. */
  attachmentToPart(attachment: Attachment): InputPart | Promise<InputPart> {
    throw new Error(
      `The message carries the attachment "${attachment.name}", and this converter does not say what the model sees of it. Override attachmentToPart.`,
    );
  }

  /** @throws Error unless overridden: only the application knows what a mention stands for. */
  tagToPart(tag: UserMessageTagContent): InputPart | Promise<InputPart> {
    throw new Error(
      `The message mentions "${tag.text}", and this converter does not say what that is. Override tagToPart.`,
    );
  }

  assistantMessageToInput(item: AssistantMessageItem): Converted | Promise<Converted> {
    return {
      type: 'message',
      role: 'assistant',
      status: 'completed',
      content: item.content.map(({ text }) => ({ type: 'output_text', text })),
    };
  }

  /** A call the page has not answered yet is left out: a call without a result is refused by every provider. */
  clientToolCallToInput(item: ClientToolCallItem): Converted | Promise<Converted> {
    if (item.status === 'pending') return null;
    return [
      {
        type: 'function_call',
        callId: item.call_id,
        name: item.name,
        arguments: JSON.stringify(item.arguments),
        status: 'completed',
      },
      {
        type: 'function_call_result',
        callId: item.call_id,
        name: item.name,
        status: 'completed',
        output: JSON.stringify(item.output ?? null),
      },
    ];
  }

  widgetToInput(item: WidgetItem): Converted | Promise<Converted> {
    return userText(
      `The user was shown this widget (id ${item.id}): ${JSON.stringify(widgetRootSchema.parse(item.widget))}`,
    );
  }

  workflowToInput(item: WorkflowItem): Converted | Promise<Converted> {
    return item.workflow.tasks
      .map(taskText)
      .filter((text) => text !== null)
      .map(userText);
  }

  taskToInput(item: TaskItem): Converted | Promise<Converted> {
    const text = taskText(item.task);
    return text === null ? null : userText(text);
  }

  structuredInputToInput(item: StructuredInputItem): Converted | Promise<Converted> {
    const lines = item.inputs.map(({ question, answer }) => {
      const said = answer === undefined ? 'unanswered' : answer.skipped ? 'skipped' : answer.values.join(', ');
      return `- ${question}: ${said}`;
    });
    return userText(
      `The user was asked these questions (${item.status}):\n<StructuredInput>\n${lines.join('\n')}\n</StructuredInput>`,
    );
  }

  generatedImageToInput(item: GeneratedImageItem): Converted | Promise<Converted> {
    if (item.image === undefined) return null;
    return userMessage([
      { type: 'input_text', text: 'The assistant generated this image.' },
      { type: 'input_image', image: item.image.url, detail: 'auto' },
    ]);
  }

  /** @throws Error for content that is not text, unless overridden. */
  hiddenContextToInput(item: HiddenContextItem): Converted | Promise<Converted> {
    if (typeof item.content !== 'string')
      throw new TypeError(
        `The hidden context ${item.id} is not text, and this converter does not say how the model reads it. Override hiddenContextToInput.`,
      );
    return userText(hidden(item.content));
  }

  sdkHiddenContextToInput(item: SDKHiddenContextItem): Converted | Promise<Converted> {
    return userText(hidden(item.content));
  }

  #convert(item: ThreadItem, isLast: boolean): Converted | Promise<Converted> {
    switch (item.type) {
      case 'user_message':
        return this.userMessageToInput(item, isLast);
      case 'assistant_message':
        return this.assistantMessageToInput(item);
      case 'client_tool_call':
        return this.clientToolCallToInput(item);
      case 'widget':
        return this.widgetToInput(item);
      case 'workflow':
        return this.workflowToInput(item);
      case 'task':
        return this.taskToInput(item);
      case 'structured_input':
        return this.structuredInputToInput(item);
      case 'generated_image':
        return this.generatedImageToInput(item);
      case 'hidden_context_item':
        return this.hiddenContextToInput(item);
      case 'sdk_hidden_context':
        return this.sdkHiddenContextToInput(item);
      case 'end_of_turn':
        return null;
    }
  }
}

/** Thread items as model input, by the default conversion. */
export function toAgentInput(
  items: readonly ThreadItem[],
  converter = new ThreadItemConverter(),
): Promise<AgentInputItem[]> {
  return converter.toAgentInput(items);
}

export const userText = (text: string): AgentInputItem => userMessage([{ type: 'input_text', text }]);

const userMessage = (content: InputPart[]): AgentInputItem => ({ type: 'message', role: 'user', content });

const hidden = (content: string) =>
  `Hidden context for the assistant only (not shown to the user):\n<HiddenContext>\n${content}\n</HiddenContext>`;

function taskText(task: Task): string | null {
  if (task.type !== 'custom') return null;
  const said = [task.title, task.content].filter((part) => part !== undefined && part !== '').join(': ');
  return said === '' ? null : `The user was shown that the assistant did this:\n<Task>\n${said}\n</Task>`;
}

const isList = (converted: AgentInputItem | readonly AgentInputItem[]): converted is readonly AgentInputItem[] =>
  Array.isArray(converted);
