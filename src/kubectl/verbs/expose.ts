/** `kubectl expose` and `kubectl autoscale`: a Service or an autoscaler for a workload. */
import { isJsonObject } from '../../base/json.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { Kind } from '../../engine/api/types.ts';
import { resourceOf } from '../../engine/api/resources.ts';
import type { CommandLine } from '../command-line.ts';
import { listAt, numberAt, objectAt, selectorText } from '../describe/page.ts';
import { served } from '../served.ts';
import { failureText } from '../server-errors.ts';
import { Refusal, complaint, forEachItem } from '../session.ts';
import { TARGET_FLAGS, fetched, liveTargets } from '../targets.ts';
import { CREATING_FLAGS, make } from './creating.ts';
import type { Verb } from './verb.ts';

const EXPOSED: ReadonlySet<Kind> = new Set<Kind>([
  'Pod',
  'Service',
  'ReplicationController',
  'Deployment',
  'ReplicaSet',
]);

export const expose: Verb = {
  flags: {
    ...TARGET_FLAGS,
    ...CREATING_FLAGS,
    port: 'value',
    'target-port': 'value',
    protocol: 'value',
    name: 'value',
    type: 'value',
    labels: 'value',
    'cluster-ip': 'value',
    'external-ip': 'value',
    'session-affinity': 'value',
  },
  async run(session, line) {
    return forEachItem(session, await liveTargets(session, line), async (target) => {
      const object = served(await fetched(session, target));
      if (!EXPOSED.has(target.kind)) throw complaint(`cannot expose a ${target.kind}`);
      const service = serviceFor(line, target.kind, target.name, object);
      await make(
        session,
        line,
        { kind: 'Service', object: service },
        'exposed',
        (failure) => new Refusal(failureText(failure)),
      );
    });
  },
};

function serviceFor(line: CommandLine, kind: Kind, name: string, object: JsonObject): JsonObject {
  const selector = selectorOf(line, kind, object);
  const ports = portsOf(line, kind, object);
  const type = line.flag('type');
  const clusterIP = line.flag('cluster-ip');
  const affinity = line.flag('session-affinity');
  const labels = line.flag('labels');
  const kept = labels === undefined ? objectAt(object, 'metadata.labels') : pairs(labels);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      ...(Object.keys(kept).length === 0 ? {} : { labels: kept }),
      name: line.flag('name') ?? name,
    },
    spec: {
      ...(clusterIP === undefined ? {} : { clusterIP }),
      ports,
      selector,
      ...(affinity === undefined ? {} : { sessionAffinity: affinity }),
      ...(type === undefined ? {} : { type }),
    },
    status: { loadBalancer: {} },
  };
}

function pairs(text: string): JsonObject {
  return Object.fromEntries(
    text.split(',').map((pair) => [pair.split('=')[0] ?? '', pair.split('=')[1] ?? '']),
  );
}

function selectorOf(line: CommandLine, kind: Kind, object: JsonObject): JsonObject {
  const given = line.flag('selector');
  if (given !== undefined) return pairs(given);
  if (kind === 'Pod') {
    const labels = objectAt(object, 'metadata.labels');
    if (Object.keys(labels).length === 0)
      throw complaint(
        `couldn't retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed`,
      );
    return labels;
  }
  if (kind === 'Service' || kind === 'ReplicationController') return objectAt(object, 'spec.selector');
  if (listAt(object, 'spec.selector.matchExpressions').length > 0)
    throw complaint(
      `couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - "${selectorText(object['spec'])}" to map-based selector format`,
    );
  return objectAt(object, 'spec.selector.matchLabels');
}

function portsOf(line: CommandLine, kind: Kind, object: JsonObject): readonly JsonObject[] {
  const protocol = line.flag('protocol') ?? 'TCP';
  const target = line.flag('target-port');
  const given = line.flag('port');
  const numbers = given === undefined ? ownPorts(kind, object) : given.split(',').map(Number);
  if (numbers.length === 0) throw complaint("couldn't find port via --port flag or introspection");
  return numbers.map((port, index) => ({
    ...(numbers.length > 1 ? { name: `port-${index + 1}` } : {}),
    port,
    protocol,
    targetPort: target === undefined ? port : /^\d+$/.test(target) ? Number(target) : target,
  }));
}

function ownPorts(kind: Kind, object: JsonObject): readonly number[] {
  if (kind === 'Service') return listAt(object, 'spec.ports').map((port) => numberAt(port, 'port') ?? 0);
  const containers = listAt(object, kind === 'Pod' ? 'spec.containers' : 'spec.template.spec.containers');
  return containers.flatMap((one) =>
    listAt(one, 'ports').map((port) => numberAt(port, 'containerPort') ?? 0),
  );
}

export const autoscale: Verb = {
  flags: {
    ...TARGET_FLAGS,
    ...CREATING_FLAGS,
    min: 'value',
    max: 'value',
    cpu: 'value',
    memory: 'value',
    'cpu-percent': 'value',
    name: 'value',
  },
  async run(session, line) {
    const max = line.flag('max');
    if (line.flag('cpu-percent') !== undefined)
      session.err.push(
        "Flag --cpu-percent has been deprecated, Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).\n",
      );
    if (max === undefined) throw complaint('required flag(s) "max" not set');
    const min = line.flag('min');
    if (Number(max) < 1) throw complaint(`--max=MAXPODS is required and must be at least 1, max: ${max}`);
    if (min !== undefined && Number(max) < Number(min))
      throw complaint(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
    const metrics = [...metricOf('cpu', line.flag('cpu')), ...metricOf('memory', line.flag('memory'))];
    if (line.flag('cpu-percent') !== undefined)
      throw complaint(
        'failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: empty input',
      );
    return forEachItem(session, await liveTargets(session, line), async (target) => {
      await fetched(session, target);
      const { apiVersion } = resourceOf(target.kind);
      const object: JsonObject = {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name: line.flag('name') ?? target.name },
        spec: {
          maxReplicas: Number(max),
          ...(metrics.length === 0 ? {} : { metrics }),
          ...(min === undefined || Number(min) < 1 ? {} : { minReplicas: Number(min) }),
          scaleTargetRef: { apiVersion, kind: target.kind, name: target.name },
        },
      };
      await make(
        session,
        line,
        { kind: 'HorizontalPodAutoscaler', object },
        'autoscaled',
        (failure) => new Refusal(failureText(failure)),
      );
    });
  },
};

function metricOf(name: string, wanted: string | undefined): readonly JsonObject[] {
  if (wanted === undefined) return [];
  const target: Json = wanted.endsWith('%')
    ? { averageUtilization: Number(wanted.slice(0, -1)), type: 'Utilization' }
    : { averageValue: wanted, type: 'AverageValue' };
  return isJsonObject(target) ? [{ resource: { name, target }, type: 'Resource' }] : [];
}
