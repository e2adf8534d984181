/** The Kubernetes manifests, checked against the schemas of their kinds and against the process they run. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../server/src/cli/settings/config.ts';
import { manifestFaults, readManifests } from '../harness/packages/kubernetes-file.ts';

const text = readFileSync('deploy/kubernetes/chatdock.yaml', 'utf8');
const manifests = readManifests(text);
const ofKind = (kind: string) => manifests.find((manifest) => manifest.kind === kind);

/** A member by its path; undefined where a part of the path is missing. */
const at = (value: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (part, key) => (typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined),
      value,
    );
const pod = (path: string) => at(ofKind('Deployment'), `spec.template.spec.${path}`);
const chat = (path: string) => pod(`containers.0.${path}`);

describe('deploy/kubernetes/chatdock.yaml', () => {
  it.each(manifests.map((manifest) => [manifest.kind, manifest] as const))(
    'has a valid %s',
    async (_kind, manifest) => {
      expect(await manifestFaults(manifest)).toEqual([]);
    },
  );

  it('is checked by schemas that notice a wrong value, a wrong name and an unknown kind', async () => {
    const wrong = text.replace('replicas: 3', 'replicas: three').replace('enableServiceLinks', 'enableServiceLink');
    const faults = (await Promise.all(readManifests(wrong).map(manifestFaults))).flat();
    expect(faults).toMatchObject([
      { instancePath: '/spec/replicas' },
      '/spec/template/spec/enableServiceLink is unknown',
    ]);
    expect(await manifestFaults({ apiVersion: 'v1', kind: 'Deployment' })).toHaveLength(1);
  });

  it('sets valid settings, together with those of the image', () => {
    const image = Object.fromEntries(
      [...readFileSync('Dockerfile', 'utf8').matchAll(/^ENV (.+)$/gm)].flatMap(([, pairs = '']) =>
        pairs.split(' ').map((pair) => pair.split(/=(.*)/s).slice(0, 2)),
      ),
    );
    // The schema has checked that these are lists and texts.
    const own = (chat('env') as { name: string; value: string }[]).map(({ name, value }) => [name, value]);
    const secret = at(ofKind('Secret'), 'stringData') as Record<string, string>;
    const config = parseConfig({ ...image, ...secret, ...Object.fromEntries(own) });
    expect(config).toMatchObject({ HOST: '0.0.0.0', PORT: 8787, CHATDOCK_FILES: 's3://chat-files/chatdock' });
    expect(config.unknownNames).toEqual([]);
  });

  it('gets no variables of other services and no right to ask Kubernetes', () => {
    expect([pod('enableServiceLinks'), pod('automountServiceAccountToken')]).toEqual([false, false]);
  });

  it('waits for preStop, the grace and ten seconds before it kills a process', () => {
    const grace = (chat('env') as { name: string; value: string }[]).find(
      ({ name }) => name === 'CHATDOCK_GRACE_SECONDS',
    );
    expect(pod('terminationGracePeriodSeconds')).toBe(
      Number(chat('lifecycle.preStop.sleep.seconds')) + Number(grace?.value) + 10,
    );
  });

  it('asks the process at its own addresses, and joins Service, Ingress and pods by name', () => {
    expect([chat('startupProbe.httpGet'), chat('livenessProbe.httpGet'), chat('readinessProbe.httpGet')]).toEqual([
      { path: '/healthz', port: 'http' },
      { path: '/healthz', port: 'http' },
      { path: '/readyz', port: 'http' },
    ]);
    expect(chat('ports')).toEqual([{ name: 'http', containerPort: 8787 }]);
    const labels = at(ofKind('Deployment'), 'spec.template.metadata.labels');
    for (const [kind, path] of [
      ['Deployment', 'spec.selector.matchLabels'],
      ['PodDisruptionBudget', 'spec.selector.matchLabels'],
      ['Service', 'spec.selector'],
    ] as const)
      expect(at(ofKind(kind), path)).toEqual(labels);
    expect(at(ofKind('Service'), 'spec.ports.0.targetPort')).toBe('http');
    expect(at(ofKind('Ingress'), 'spec.rules.0.http.paths.0.backend.service')).toEqual({
      name: at(ofKind('Service'), 'metadata.name'),
      port: { name: at(ofKind('Service'), 'spec.ports.0.name') },
    });
  });

  it('runs without privileges, and marks the lines to fill in', () => {
    expect(pod('securityContext')).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
    expect(chat('securityContext')).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    const secrets = Object.values(at(ofKind('Secret'), 'stringData') as Record<string, string>);
    expect(secrets.filter((value) => !value.includes('CHANGE_ME'))).toEqual([]);
  });
});
