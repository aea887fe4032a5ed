/**
 * `kubectl port-forward`: says what it would forward and stays until it is interrupted.
 *
 * **Simplified:** nothing listens on this machine, so nothing is forwarded.
 */
import type { Service } from '../../engine/api/core-v1.ts';
import { podNamed } from '../pods.ts';
import { complaint, say, usage } from '../session.ts';
import type { Session } from '../session.ts';
import { fetched } from '../targets.ts';
import { kindNamed } from '../names.ts';
import type { Verb } from './verb.ts';

const LOOK_MS = 1000;
const PORT_MAX = 65_535;

interface Pair {
  readonly local: number;
  readonly remote: number;
}

export const portForward: Verb = {
  flags: { address: 'list', 'pod-running-timeout': 'value' },
  async run(session, line) {
    const [word, ...ports] = line.arguments;
    if (word === undefined || ports.length === 0)
      throw usage('port-forward', 'TYPE/NAME and list of ports are required for port-forward');
    const pairs = ports.map(pairOf);
    const [type = '', name = ''] = word.includes('/') ? word.split('/') : ['pod', word];
    const service = kindNamed(type) === 'Service' ? await serviceNamed(session, name) : undefined;
    const pod = await podNamed(session, word);
    const forwarded = service === undefined ? pairs : pairs.map((pair) => throughService(service, pair));
    const phase = pod.status?.phase ?? '';
    if (phase !== 'Running')
      throw complaint(`unable to forward port because pod is not running. Current status=${phase}`);
    const addresses = line.list('address').length > 0 ? line.list('address') : ['127.0.0.1', '[::1]'];
    for (const { local, remote } of forwarded)
      for (const address of addresses)
        say(
          session,
          `Forwarding from ${address === 'localhost' ? '127.0.0.1' : address}:${local} -> ${remote}`,
        );
    const { namespace = '', uid } = pod.metadata;
    for (;;) {
      const live = await session.cluster.get('Pod', namespace, pod.metadata.name);
      if (live?.metadata.uid !== uid) throw complaint('lost connection to pod');
      await session.cluster.sleep(LOOK_MS);
    }
  },
};

function pairOf(text: string): Pair {
  const [local = '', remote = local] = text.split(':');
  return { local: portOf(local === '' ? remote : local, 'local'), remote: portOf(remote, 'remote') };
}

function portOf(text: string, which: string): number {
  const number = Number(text);
  const quoted = JSON.stringify(text);
  if (!/^\d+$/.test(text))
    throw complaint(
      `error parsing ${which} port '${text}': strconv.ParseUint: parsing ${quoted}: invalid syntax`,
    );
  if (number > PORT_MAX)
    throw complaint(
      `error parsing ${which} port '${text}': strconv.ParseUint: parsing ${quoted}: value out of range`,
    );
  return number;
}

async function serviceNamed(session: Session, name: string): Promise<Service> {
  return (await fetched(session, { kind: 'Service', namespace: session.namespace, name })) as Service;
}

function throughService(service: Service, { local, remote }: Pair): Pair {
  const port = service.spec?.ports?.find((one) => one.port === remote);
  if (port === undefined)
    throw complaint(`Service ${service.metadata.name} does not have a service port ${remote}`);
  return { local, remote: typeof port.targetPort === 'number' ? port.targetPort : remote };
}
