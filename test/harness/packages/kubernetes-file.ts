/** Checks Kubernetes manifests against the schemas of their kinds. */
import { parseAllDocuments } from 'yaml';

type Validate = ((data: unknown) => boolean) & { errors?: readonly unknown[] | null };

/** The module of the package `kubernetes-models` that holds the compiled schema. */
const SCHEMAS: Record<string, string> = {
  'v1 Secret': 'IoK8sApiCoreV1Secret',
  'v1 Service': 'IoK8sApiCoreV1Service',
  'apps/v1 Deployment': 'IoK8sApiAppsV1Deployment',
  'policy/v1 PodDisruptionBudget': 'IoK8sApiPolicyV1PodDisruptionBudget',
  'networking.k8s.io/v1 Ingress': 'IoK8sApiNetworkingV1Ingress',
};

export interface Manifest {
  apiVersion: string;
  kind: string;
  [member: string]: unknown;
}

export function readManifests(text: string): Manifest[] {
  return parseAllDocuments(text).map((document): Manifest => {
    if (document.errors.length > 0) throw new Error(String(document.errors[0]));
    return document.toJS();
  });
}

/** The faults of a manifest: violations of the schema, and members that the schema does not know. */
export async function manifestFaults(manifest: Manifest): Promise<unknown[]> {
  const schema = SCHEMAS[`${manifest.apiVersion} ${manifest.kind}`];
  if (schema === undefined) return [`No schema for ${manifest.apiVersion} ${manifest.kind}`];
  const { validate }: { validate: Validate } = await import(/* @vite-ignore */ `kubernetes-models/_schemas/${schema}`);
  const { watched, unread } = watchReads(manifest, '');
  validate(watched);
  return [...(validate.errors ?? []), ...unread().map((path) => `${path} is unknown`)];
}

/** The schemas let unknown members pass, but a compiled schema reads every member it knows and no other. */
function watchReads(value: object, path: string): { watched: object; unread(): string[] } {
  const reads = new Set<string>();
  const parts = new Map<string, ReturnType<typeof watchReads>>();
  for (const [key, member] of Object.entries(value))
    if (typeof member === 'object' && member !== null) parts.set(key, watchReads(member, `${path}/${key}`));
  const watched = new Proxy(value, {
    get(target, key, receiver) {
      if (typeof key === 'string') reads.add(key);
      return (typeof key === 'string' ? parts.get(key)?.watched : undefined) ?? Reflect.get(target, key, receiver);
    },
  });
  const unread = () => [
    ...Object.keys(value)
      .filter((key) => !reads.has(key))
      .map((key) => `${path}/${key}`),
    ...[...parts].flatMap(([key, part]) => (reads.has(key) ? part.unread() : [])),
  ];
  return { watched, unread };
}
