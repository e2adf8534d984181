/**
 * Keeps pictures out of the SDK's input. The Agents SDK copies its whole input, pictures included, several times for
 * each model call. So it gets a short name for each picture, and the names are replaced before the model is called.
 */
import type {
  Agent,
  AgentInputItem,
  AgentOutputType,
  Model,
  ModelRequest,
  ModelResponse,
  ModelRetryAdviceRequest,
  StreamEvent,
} from '@openai/agents';

type Pictures = ReadonlyMap<string, string>;

/** The input with a name in place of each inline picture, and the pictures by name. */
export function extractPictures(input: readonly AgentInputItem[]): { input: AgentInputItem[]; pictures: Pictures } {
  const pictures = new Map<string, string>();
  const named = input.map((item) =>
    withPictures(item, (picture) => {
      if (!picture.startsWith('data:')) return picture;
      const name = `chatdock-picture:${pictures.size + 1}`;
      pictures.set(name, picture);
      return name;
    }),
  );
  return { input: named, pictures };
}

/** Whether every model of the agent can be wrapped. Agents that it hands over to have their own models. */
export const asksOneModel = <Context, Output extends AgentOutputType>(
  agent: Agent<Context, Output>,
): agent is Agent<Context, Output> & { model: Model } => agent.handoffs.length === 0 && typeof agent.model === 'object';

/** Calls `model` with the pictures in place of their names. */
export class PictureModel implements Model {
  readonly #model: Model;
  readonly #pictures: Pictures;

  constructor(model: Model, pictures: Pictures) {
    this.#model = model;
    this.#pictures = pictures;
  }

  get supportsPromptModelSelection(): boolean {
    return this.#model.supportsPromptModelSelection ?? false;
  }

  getRetryAdvice(args: ModelRetryAdviceRequest) {
    return this.#model.getRetryAdvice?.(args);
  }

  getResponse(request: ModelRequest): Promise<ModelResponse> {
    return this.#model.getResponse(this.#putBack(request));
  }

  getStreamedResponse(request: ModelRequest): AsyncIterable<StreamEvent> {
    return this.#model.getStreamedResponse(this.#putBack(request));
  }

  #putBack(request: ModelRequest): ModelRequest {
    if (typeof request.input === 'string') return request;
    const input = request.input.map((item) => withPictures(item, (picture) => this.#pictures.get(picture) ?? picture));
    return { ...request, input };
  }
}

function withPictures(item: AgentInputItem, change: (picture: string) => string): AgentInputItem {
  if (!('role' in item) || item.role !== 'user' || typeof item.content === 'string') return item;
  return {
    ...item,
    content: item.content.map((part) =>
      part.type === 'input_image' && typeof part.image === 'string' ? { ...part, image: change(part.image) } : part,
    ),
  };
}
