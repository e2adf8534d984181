/** Our wire types say what `@openai/chatkit` says, wherever the two speak of the same thing. Checked by the compiler. */
import type {
  Attachment as ElementAttachment,
  ChatKitIcon,
  OpenAIChatKit,
  ToolChoice as ElementToolChoice,
  UserMessageContent as ElementContent,
  Widgets,
} from '@openai/chatkit';
import { expectTypeOf, it } from 'vitest';
import type { ActionConfig } from '@chatdock/protocol/requests/actions';
import type { Attachment } from '@chatdock/protocol/thread/attachments';
import type { NoticeEvent, ProgressUpdateEvent } from '@chatdock/protocol/thread/events';
import type { ToolChoice, UserMessageContent } from '@chatdock/protocol/thread/items';
import type { ComposedMessage } from '@chatdock/protocol/requests/user-input';
import type { WidgetComponent, WidgetRoot } from '@chatdock/protocol/thread/widgets';

it('every widget type of the element fits our wire type', () => {
  expectTypeOf<Widgets.WidgetRoot>().toExtend<WidgetRoot>();
  expectTypeOf<Widgets.WidgetComponent>().toExtend<WidgetComponent>();
  expectTypeOf<WidgetRoot['type']>().toEqualTypeOf<Widgets.WidgetRoot['type']>();
});

it("attachments and content from a server fit the element's types", () => {
  expectTypeOf<Attachment>().toExtend<ElementAttachment>();
  expectTypeOf<Attachment['type']>().toEqualTypeOf<ElementAttachment['type']>();
  expectTypeOf<UserMessageContent['type']>().toEqualTypeOf<ElementContent['type']>();
});

it('everything sendUserMessage accepts fits our wire type', () => {
  expectTypeOf<ElementContent>().toExtend<ComposedMessage['content'][number]>();
  expectTypeOf<ElementToolChoice>().toEqualTypeOf<ToolChoice>();
  expectTypeOf<Parameters<OpenAIChatKit['sendCustomAction']>[0]>().toExtend<ActionConfig>();
});

it('every icon of the element fits our wire type', () => {
  expectTypeOf<ChatKitIcon>().toExtend<NonNullable<ProgressUpdateEvent['icon']>>();
  expectTypeOf<NoticeEvent['level']>().toEqualTypeOf<'info' | 'warning' | 'danger'>();
});
