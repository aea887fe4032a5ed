/** `kubectl create KIND`: an object from flags. Upstream: staging/src/k8s.io/kubectl/pkg/cmd/create (v1.37). */
import { encodeBase64 } from '../../base/base64.ts';
import { isJsonObject } from '../../base/json.ts';
import type { JsonObject } from '../../base/json.ts';
import type { CommandLine } from '../command-line.ts';
import { containerNameOf } from '../image-names.ts';
import { complaint, usage } from '../session.ts';
import type { Session } from '../session.ts';
import { fetched } from '../targets.ts';
import { kindNamed } from '../names.ts';
import type { Made } from './creating.ts';

export type Generator = (line: CommandLine, session: Session) => Promise<Made> | Made;

function nameIn(line: CommandLine, index = 1): string {
  const name = line.arguments[index];
  if (name === undefined)
    throw usage(`create ${line.arguments[0] ?? ''}`, 'exactly one NAME is required, got 0');
  return name;
}

function meta(line: CommandLine, index = 1): JsonObject {
  return { name: nameIn(line, index) };
}

/** Keys with their texts, from literals, files, directories and env files. */
function dataOf(line: CommandLine, session: Session): Readonly<Record<string, string>> {
  const data: Record<string, string> = {};
  const put = (key: string, value: string): void => {
    if (Object.hasOwn(data, key))
      throw complaint(
        `cannot add key "${key}", another key by that name already exists in Data for ConfigMap "${nameIn(line)}"`,
      );
    data[key] = value;
  };
  for (const literal of line.list('from-literal')) {
    const at = literal.indexOf('=');
    if (at < 1) throw complaint(`invalid literal source ${literal}, expected key=value`);
    put(literal.slice(0, at), unquoted(literal.slice(at + 1)));
  }
  for (const given of line.list('from-file')) {
    const at = given.indexOf('=');
    const [key, path] = at < 0 ? [undefined, given] : [given.slice(0, at), given.slice(at + 1)];
    for (const [name, text] of filesAt(session, path)) put(key ?? name, text);
  }
  const env = line.flag('from-env-file');
  if (env !== undefined)
    for (const one of readFile(session, env).split('\n')) {
      const text = one.trim();
      if (text === '' || text.startsWith('#')) continue;
      const at = text.indexOf('=');
      put(at < 0 ? text : text.slice(0, at), at < 0 ? '' : text.slice(at + 1));
    }
  return data;
}

function unquoted(text: string): string {
  return /^(["'])[\s\S]*\1$/.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

function readFile(session: Session, path: string): string {
  const text = session.files.read(path);
  if (text === undefined) throw complaint(`error reading ${path}: no such file or directory`);
  return text;
}

function filesAt(session: Session, path: string): readonly (readonly [string, string])[] {
  const names = session.files.list(path);
  if (names === undefined) return [[path.split('/').at(-1) ?? path, readFile(session, path)]];
  return names.flatMap((name) => {
    const text = session.files.read(`${path}/${name}`);
    return text === undefined ? [] : [[name, text] as const];
  });
}

const configMap: Generator = (line, session) => {
  const data = dataOf(line, session);
  return {
    kind: 'ConfigMap',
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: meta(line),
      ...(Object.keys(data).length === 0 ? {} : { data }),
    },
  };
};

const secret: Generator = (line, session) => {
  const type = line.arguments[1];
  switch (type) {
    case 'generic':
      return secretOf(line.flag('type') ?? 'Opaque', meta(line, 2), dataOf(line, session));
    case 'tls': {
      const [cert, key] = [line.flag('cert'), line.flag('key')];
      if (cert === undefined || key === undefined) throw complaint('key and cert must be specified');
      return secretOf('kubernetes.io/tls', meta(line, 2), {
        'tls.crt': readFile(session, cert),
        'tls.key': readFile(session, key),
      });
    }
    case 'docker-registry': {
      const server = line.flag('docker-server') ?? 'https://index.docker.io/v1/';
      const [username = '', password = ''] = [line.flag('docker-username'), line.flag('docker-password')];
      if (username === '' || password === '')
        throw complaint(
          'either --from-file or the combination of --docker-username, --docker-password and --docker-server is required',
        );
      const auth = encodeBase64(`${username}:${password}`);
      const config = { auths: { [server]: { username, password, auth } } };
      return secretOf('kubernetes.io/dockerconfigjson', meta(line, 2), {
        '.dockerconfigjson': JSON.stringify(config),
      });
    }
    default:
      throw usage('create secret', `unknown command "${type ?? ''}" for "kubectl create secret"`);
  }
};

function secretOf(type: string, metadata: JsonObject, texts: Readonly<Record<string, string>>): Made {
  const data = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, encodeBase64(text)]));
  return { kind: 'Secret', object: { apiVersion: 'v1', kind: 'Secret', metadata, type, data } };
}

function images(line: CommandLine): readonly string[] {
  const given = line.list('image');
  if (given.length === 0) throw complaint('required flag(s) "image" not set');
  return given;
}

function containersOf(line: CommandLine, name?: string): readonly JsonObject[] {
  const command = line.rest;
  return images(line).map((image) => ({
    image,
    name: name ?? containerNameOf(image),
    resources: {},
    ...(command === undefined ? {} : { command }),
  }));
}

const deployment: Generator = (line) => {
  const metadata = meta(line);
  const labels = { app: metadata['name'] ?? '' };
  const port = line.flag('port');
  const containers = containersOf(line).map((container, index) =>
    port === undefined || index > 0 ? container : { ...container, ports: [{ containerPort: Number(port) }] },
  );
  return {
    kind: 'Deployment',
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { labels, ...metadata },
      spec: {
        replicas: Number(line.flag('replicas') ?? '1'),
        selector: { matchLabels: labels },
        strategy: {},
        template: { metadata: { labels }, spec: { containers } },
      },
      status: {},
    },
  };
};

const job: Generator = async (line, session) => {
  const from = line.flag('from');
  if (from !== undefined) return jobFrom(line, session, from);
  const metadata = meta(line);
  const containers = containersOf(line, nameIn(line));
  return {
    kind: 'Job',
    object: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata,
      spec: { template: { metadata: {}, spec: { containers, restartPolicy: 'Never' } } },
      status: {},
    },
  };
};

async function jobFrom(line: CommandLine, session: Session, from: string): Promise<Made> {
  const [type = '', name = ''] = from.split('/');
  if (kindNamed(type) !== 'CronJob') throw complaint('from must be an existing cronjob');
  const cron = (await fetched(session, {
    kind: 'CronJob',
    namespace: session.namespace,
    name,
  })) as object as {
    readonly metadata: { readonly name: string; readonly uid: string };
    readonly spec: { readonly jobTemplate: JsonObject };
  };
  const template = cron.spec.jobTemplate;
  const inner = isJsonObject(template['metadata']) ? template['metadata'] : {};
  const annotations = isJsonObject(inner['annotations']) ? inner['annotations'] : {};
  return {
    kind: 'Job',
    object: {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: nameIn(line),
        annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...annotations },
        ...(isJsonObject(inner['labels']) ? { labels: inner['labels'] } : {}),
        ownerReferences: [
          {
            apiVersion: 'batch/v1',
            controller: true,
            kind: 'CronJob',
            name: cron.metadata.name,
            uid: cron.metadata.uid,
          },
        ],
      },
      spec: template['spec'] ?? {},
    },
  };
}

const cronJob: Generator = (line) => {
  const metadata = meta(line);
  const schedule = line.flag('schedule');
  const containers = containersOf(line, nameIn(line));
  if (schedule === undefined) throw complaint('required flag(s) "schedule" not set');
  const restartPolicy = line.flag('restart') ?? 'OnFailure';
  return {
    kind: 'CronJob',
    object: {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata,
      spec: {
        schedule,
        jobTemplate: {
          metadata,
          spec: { template: { metadata: {}, spec: { containers, restartPolicy } } },
        },
      },
      status: {},
    },
  };
};

/** `5678:8080`, or one number for both. */
function servicePort(text: string): JsonObject {
  const [port = '', target = port] = text.split(':');
  return {
    name: text.replace(':', '-'),
    port: Number(port),
    protocol: 'TCP',
    targetPort: /^\d+$/.test(target) ? Number(target) : target,
  };
}

const SERVICE_TYPES: Readonly<Record<string, string>> = {
  clusterip: 'ClusterIP',
  nodeport: 'NodePort',
  loadbalancer: 'LoadBalancer',
  externalname: 'ExternalName',
};

const service: Generator = (line) => {
  const word = line.arguments[1] ?? '';
  const type = SERVICE_TYPES[word];
  if (type === undefined)
    throw usage('create service', `unknown command "${word}" for "kubectl create service"`);
  const name = nameIn(line, 2);
  const labels = { app: name };
  const ports = line.list('tcp').map(servicePort);
  const clusterIP = line.flag('clusterip');
  if (ports.length === 0 && type !== 'ExternalName' && clusterIP !== 'None')
    throw complaint('at least one tcp port specifier must be provided');
  const nodePort = line.flag('node-port');
  const external = line.flag('external-name');
  return {
    kind: 'Service',
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { labels, name },
      spec: {
        ...(clusterIP === undefined ? {} : { clusterIP }),
        ...(external === undefined ? {} : { externalName: external }),
        ports:
          nodePort === undefined ? ports : ports.map((port) => ({ ...port, nodePort: Number(nodePort) })),
        selector: labels,
        type,
      },
      status: { loadBalancer: {} },
    },
  };
};

const budget: Generator = (line) => {
  const [least, most] = [line.flag('min-available'), line.flag('max-unavailable')];
  const selector = line.flag('selector');
  if (selector === undefined) throw complaint('a selector must be specified');
  if (least === undefined && most === undefined)
    throw complaint('one of min-available or max-unavailable must be specified');
  if (least !== undefined && most !== undefined)
    throw complaint('min-available and max-unavailable cannot be both specified');
  const amount = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text);
  return {
    kind: 'PodDisruptionBudget',
    object: {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: meta(line),
      spec: {
        ...(least === undefined ? {} : { minAvailable: amount(least) }),
        ...(most === undefined ? {} : { maxUnavailable: amount(most) }),
        selector: { matchLabels: pairs(selector) },
      },
    },
  };
};

function pairs(text: string): JsonObject {
  return Object.fromEntries(
    text.split(',').map((pair) => [pair.split('=')[0] ?? '', pair.split('=').slice(1).join('=')]),
  );
}

const quota: Generator = (line) => {
  const hard = line.flag('hard');
  return {
    kind: 'ResourceQuota',
    object: {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: meta(line),
      spec: hard === undefined ? {} : { hard: pairs(hard) },
      status: {},
    },
  };
};

const priorityClass: Generator = (line) => ({
  kind: 'PriorityClass',
  object: {
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: meta(line),
    value: Number(line.flag('value') ?? '0'),
    globalDefault: line.isSet('global-default'),
    description: line.flag('description') ?? '',
    preemptionPolicy: line.flag('preemption-policy') ?? 'PreemptLowerPriority',
  },
});

const namespace: Generator = (line) => ({
  kind: 'Namespace',
  object: { apiVersion: 'v1', kind: 'Namespace', metadata: meta(line), spec: {}, status: {} },
});

const serviceAccount: Generator = (line) => ({
  kind: 'ServiceAccount',
  object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta(line) },
});

export const GENERATORS: Readonly<Record<string, Generator>> = {
  configmap: configMap,
  cm: configMap,
  secret,
  namespace,
  ns: namespace,
  serviceaccount: serviceAccount,
  sa: serviceAccount,
  deployment,
  deploy: deployment,
  job,
  cronjob: cronJob,
  cj: cronJob,
  service,
  svc: service,
  poddisruptionbudget: budget,
  pdb: budget,
  quota,
  resourcequota: quota,
  priorityclass: priorityClass,
  pc: priorityClass,
};
