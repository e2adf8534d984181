/**
 * Breaks the network and kills processes while conversations run, and prints what came of it: `npm run chaos`, or
 * `npm run chaos sqlite`. It fails when a message is lost, doubled or misordered, the model is asked twice, a whole
 * answer is not what the model said, or a broken one is not marked. Build first.
 */
import { type ChaosFigures, type ChaosPlan, runChaos } from '../test/harness/chaos.ts';

const databases = ['sqlite', 'postgres'] as const satisfies ChaosPlan['database'][];
const asked = databases.filter((name) => process.argv.length < 3 || process.argv.includes(name));
const onStep = (text: string) => console.log(`  … ${text}`);
let isRight = true;
for (const database of asked) {
  console.log(`\n${database}, ${database === 'sqlite' ? 'one process' : 'two processes'}`);
  const figures = await runChaos({ database, cuts: 200, conversations: 50, kills: 4, onStep });
  for (const [name, value] of Object.entries(figures)) console.log(`  ${name.padEnd(14)} ${Math.round(value)}`);
  isRight &&= isAsPromised(figures);
}
console.log(isRight ? '\nAs promised.' : '\nNot as promised.');
process.exitCode = isRight ? 0 : 1;

function isAsPromised({ lost, doubled, misordered, askedTwice, wrongAnswers, unmarked, lostTextMs }: ChaosFigures) {
  return lost + doubled + misordered + askedTwice + wrongAnswers + unmarked === 0 && lostTextMs <= 1000;
}
