/**
 * `npm run audit`: asks the registry whether the packages are signed and have known vulnerabilities. If a registry does
 * not support this, such as a mirror without these addresses, it prints a line and does not fail.
 */
import { spawnSync } from 'node:child_process';

const CANNOT_ASK =
  /ENOAUDIT|ENOLOCK|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|E40[0-9]|E5\d\d|endpoint|no dependencies to audit|found no (?:dependencies|installed)|not (?:implemented|supported)/i;

for (const args of [
  ['audit', 'signatures'],
  ['audit', '--omit=dev', '--audit-level=high'],
]) {
  const { status, stdout, stderr } = spawnSync('npm', args, {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, npm_config_fetch_retries: '0', npm_config_loglevel: 'warn' },
    shell: process.platform === 'win32',
  });
  const said = `${stdout}${stderr}`.trim();
  const command = `npm ${args.join(' ')}`;
  if (status === 0) console.log(`${command}: nothing found.`);
  // Without a status, npm was stopped because the registry did not answer in time.
  else if (status === null || (CANNOT_ASK.test(said) && !/invalid|high|critical/i.test(said)))
    console.log(`${command}: skipped, because the registry could not be asked.`);
  else {
    console.error(`${command}:\n${said}`);
    process.exitCode = 1;
  }
}
