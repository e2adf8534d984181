/**
 * Breaks the network and kills processes while conversations run, and prints the results: `npm run chaos`, or `npm run
 * chaos sqlite`. It fails when a message is lost, doubled or misordered, the model is asked twice, a complete answer
 * differs from the model's, or an interrupted one is not marked. Build first.
 *
 * `npm run chaos -- --processes 3`: this many processes behind nginx, with and without Redis, for three minutes each
 * (`--seconds`), while processes are killed and restarted and the database and Redis crash.
 */
import { parseArgs } from 'node:util';
import { type ChaosFigures, type ChaosPlan, type Oddity, runChaos } from '../test/harness/chaos/chaos.ts';
import {
  missingForSite,
  runSiteChaos,
  type SiteChaosFigures,
  SLOTS_BACK_MS,
} from '../test/harness/chaos/chaos-site.ts';

const DATABASES = ['sqlite', 'postgres'] as const satisfies ChaosPlan['database'][];
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    processes: { type: 'string' },
    seconds: { type: 'string', default: '180' },
    conversations: { type: 'string', default: '50' },
  },
});
const onStep = (text: string) => console.log(`  … ${text}`);
const onOddity = (oddity: Oddity, log: readonly string[]) => {
  console.log(' ', JSON.stringify(oddity));
  for (const line of log.filter((each) => /"level":"(warn|error)"/.test(each))) console.log('   ', line.slice(0, 600));
};
const isRight = options.processes === undefined ? await breakNetworks() : await breakSites(Number(options.processes));
console.log(isRight ? '\nAs promised.' : '\nNot as promised.');
process.exitCode = isRight ? 0 : 1;

async function breakNetworks(): Promise<boolean> {
  let isEveryRight = true;
  for (const database of DATABASES.filter((name) => positionals.length === 0 || positionals.includes(name))) {
    console.log(`\n${database}, ${database === 'sqlite' ? 'one process' : 'two processes'}`);
    const figures = await runChaos({ database, cuts: 200, conversations: 50, kills: 4, onStep, onOddity });
    print(figures);
    isEveryRight &&= keepsGuarantees(figures);
  }
  return isEveryRight;
}

async function breakSites(processes: number): Promise<boolean> {
  let isEveryRight = true;
  for (const withRedis of [true, false]) {
    console.log(`\n${processes} processes behind nginx, PostgreSQL, ${withRedis ? 'Redis' : 'no Redis'}`);
    const missing = missingForSite({ withRedis });
    if (missing.length > 0) {
      console.log(`  Not tried: install ${missing.join(' and ')} (Debian: apt-get install ${missing.join(' ')}).`);
      continue;
    }
    const [conversations, forMs] = [Number(options.conversations), Number(options.seconds) * 1000];
    const figures = await runSiteChaos({ processes, withRedis, conversations, forMs, onStep, onOddity });
    print(figures);
    isEveryRight &&= keepsGuarantees(figures) && isShared(figures, withRedis);
  }
  return isEveryRight;
}

function print(figures: ChaosFigures | SiteChaosFigures): void {
  for (const [name, value] of Object.entries(figures)) console.log(`  ${name.padEnd(15)} ${Number(value.toFixed(2))}`);
}

function keepsGuarantees({ lost, doubled, misordered, askedTwice, wrongAnswers, unmarked, lostTextMs }: ChaosFigures) {
  return lost + doubled + misordered + askedTwice + wrongAnswers + unmarked === 0 && lostTextMs <= 1000;
}

/** If PostgreSQL is too busy to count, answers begin uncounted. Redis counts as long as it runs. */
function isShared({ overLimit, slotsBackMs, requestsOfLimit, lostFiles }: SiteChaosFigures, withRedis: boolean) {
  return (withRedis ? overLimit : 0) + lostFiles === 0 && slotsBackMs <= SLOTS_BACK_MS && requestsOfLimit <= 1;
}
