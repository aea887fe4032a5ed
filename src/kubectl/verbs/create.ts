/** `kubectl create`: from files, and the generators for single kinds. */
import { encodeBase64 } from '../../base/base64.ts';
import type { JsonObject } from '../../base/json.ts';
import type { Kind } from '../../engine/api/types.ts';
import type { CommandLine } from '../command-line.ts';
import { readDocuments } from '../documents.ts';
import type { ManifestObject } from '../documents.ts';
import { resultName, singular } from '../names.ts';
import { failureText, serverText } from '../server-errors.ts';
import { Refusal, complaint, forEachItem, say, usage } from '../session.ts';
import type { Session } from '../session.ts';
import { placeOf } from '../targets.ts';
import type { Verb } from './verb.ts';

export const create: Verb = {
  flags: {
    filename: 'list',
    recursive: 'switch',
    validate: 'value',
    'dry-run': 'value',
    output: 'value',
    'save-config': 'switch',
    'from-literal': 'texts',
    image: 'list',
    replicas: 'value',
    port: 'value',
    schedule: 'value',
    restart: 'value',
    from: 'value',
    selector: 'value',
    'min-available': 'value',
    'max-unavailable': 'value',
    hard: 'value',
    value: 'value',
    'global-default': 'switch',
    description: 'value',
    tcp: 'list',
  },
  async run(session, line) {
    const files = line.list('filename');
    if (files.length > 0) return createFromFiles(session, files);
    const [what = ''] = line.arguments;
    const generator = GENERATORS[what];
    if (what === '') throw complaint('must specify one of -f and -k');
    if (generator === undefined) throw usage('create', `unknown command "${what}" for "kubectl create"`);
    return generate(session, generator(line));
  },
};

async function createFromFiles(session: Session, files: readonly string[]): Promise<number> {
  const documents = readDocuments(session, files);
  if (documents.length === 0) throw complaint('no objects passed to create');
  return forEachItem(session, documents, (document) => createOne(session, document, documents.length > 1));
}

async function createOne(
  session: Session,
  { kind, namespace, object, source, unreadable }: ManifestObject,
  many: boolean,
): Promise<void> {
  const doing = `error when creating "${source}": `;
  if (unreadable !== undefined) throw new Refusal(`Error from server (BadRequest): ${doing}${unreadable}`);
  const answer = await session.cluster.create(kind, namespace, object);
  if (!answer.ok)
    throw new Refusal(many ? serverText(answer.error, doing) : failureText(answer.error, doing));
  say(session, `${resultName(kind, answer.value.metadata.name)} created`);
}

interface Generated {
  readonly kind: Kind;
  readonly object: JsonObject;
}

/** Upstream's generators wrap what the server says in a complaint of their own. */
async function generate(session: Session, { kind, object }: Generated): Promise<number> {
  const answer = await session.cluster.create(kind, placeOf(session, kind), object);
  if (!answer.ok)
    throw complaint(`failed to create ${singular(kind).split('.')[0]}: ${answer.error.message}`);
  say(session, `${resultName(kind, answer.value.metadata.name)} created`);
  return 0;
}

const GENERATORS: Readonly<Record<string, (line: CommandLine) => Generated>> = {
  configmap: configMap,
  cm: configMap,
  secret,
  namespace: (line) => ({
    kind: 'Namespace',
    object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: nameIn(line, 1) } },
  }),
  ns: (line) => ({
    kind: 'Namespace',
    object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: nameIn(line, 1) } },
  }),
  serviceaccount: (line) => ({
    kind: 'ServiceAccount',
    object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: nameIn(line, 1) } },
  }),
  sa: (line) => ({
    kind: 'ServiceAccount',
    object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: nameIn(line, 1) } },
  }),
  deployment,
  deploy: deployment,
  job,
};

function nameIn(line: CommandLine, index: number): string {
  const name = line.arguments[index];
  if (name === undefined) throw usage('create', `exactly one NAME is required, got 0`);
  return name;
}

function literals(line: CommandLine): readonly (readonly [string, string])[] {
  return line.list('from-literal').map((pair) => {
    const at = pair.indexOf('=');
    if (at < 1) throw complaint(`invalid literal source ${pair}, expected key=value`);
    return [pair.slice(0, at), unquoted(pair.slice(at + 1))] as const;
  });
}

function unquoted(text: string): string {
  return /^(["'])[\s\S]*\1$/.test(text) && text.length > 1 ? text.slice(1, -1) : text;
}

function configMap(line: CommandLine): Generated {
  const data = Object.fromEntries(literals(line));
  const metadata = { name: nameIn(line, 1) };
  return {
    kind: 'ConfigMap',
    object: {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata,
      ...(Object.keys(data).length === 0 ? {} : { data }),
    },
  };
}

function secret(line: CommandLine): Generated {
  const type = line.arguments[1];
  if (type !== 'generic')
    throw usage('create secret', `unknown command "${type ?? ''}" for "kubectl create secret"`);
  const data = Object.fromEntries(literals(line).map(([key, value]) => [key, encodeBase64(value)]));
  return {
    kind: 'Secret',
    object: { apiVersion: 'v1', kind: 'Secret', metadata: { name: nameIn(line, 2) }, type: 'Opaque', data },
  };
}

function images(line: CommandLine): readonly string[] {
  const given = line.list('image');
  if (given.length === 0) throw complaint('required flag(s) "image" not set');
  return given;
}

/** The container is called like the image, without registry, tag and digest. */
function containerNameOf(image: string): string {
  return (image.split('/').at(-1) ?? image).split(/[:@]/)[0] ?? image;
}

function containersOf(line: CommandLine): readonly JsonObject[] {
  const command = line.rest;
  return images(line).map((image) => ({
    name: containerNameOf(image),
    image,
    resources: {},
    ...(command === undefined ? {} : { command }),
  }));
}

function deployment(line: CommandLine): Generated {
  const name = nameIn(line, 1);
  const labels = { app: name };
  const port = line.flag('port');
  const containers = containersOf(line).map((container, index) =>
    port === undefined || index > 0 ? container : { ...container, ports: [{ containerPort: Number(port) }] },
  );
  const spec = {
    replicas: Number(line.flag('replicas') ?? '1'),
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers } },
  };
  return {
    kind: 'Deployment',
    object: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, labels }, spec },
  };
}

function job(line: CommandLine): Generated {
  const name = nameIn(line, 1);
  const containers = containersOf(line).map((container) => ({ ...container, name }));
  const spec = { template: { spec: { containers, restartPolicy: 'Never' } } };
  return { kind: 'Job', object: { apiVersion: 'batch/v1', kind: 'Job', metadata: { name }, spec } };
}
