/** The sample widgets of the demo agent as states of the gallery. They are made with the server's builders. */
import * as reports from '../../server/src/agents/demo/samples/report.ts';
import * as life from '../../server/src/agents/demo/samples/life.ts';
import { sampleWidget } from '../../server/src/agents/demo/samples/samples.ts';
import * as shop from '../../server/src/agents/demo/samples/shop.ts';
import * as work from '../../server/src/agents/demo/samples/work.ts';

export { componentStates } from './gallery-components.ts';

interface Helpers {
  user: (id: string, text: string) => object;
  common: object;
}

/** Makes the gallery's states with the helpers of the page. */
export const sampleStates = ({ user, common }: Helpers) =>
  Object.entries({ shop, life, work, reports }).map(([topic, samples]) => ({
    name: `Sample widgets: ${topic}`,
    items: [
      user('m1', `Show me the widgets of ${topic}`),
      ...Object.keys(samples).map((name) => ({ type: 'widget', id: name, ...common, widget: sampleWidget(name) })),
    ],
  }));
