/** A busybox container with the volumes that the scripts of example pods expect, and a network with one host named up. */
import { emptyVolume, fileVolume, payloadTree } from '../../filesystem/volume-content.ts';
import type { Mount } from '../../filesystem/mount-table.ts';
import type { NetworkReply, NetworkRequest } from '../contract.ts';
import type { Sandbox } from './sandbox.ts';
import { sh } from './sandbox.ts';

const DIRECTORIES = ['/data', '/memo', '/v', '/m', '/html'];

const MOUNTS: readonly Mount[] = [
  ...DIRECTORIES.map((path) => ({ path, volume: path, readOnly: false })),
  { path: '/info', volume: 'info', readOnly: true },
  { path: '/dev/termination-log', volume: 'log', readOnly: false },
];

function network(request: NetworkRequest): NetworkReply {
  const host = request.kind === 'resolve' ? request.name : request.host;
  if (host === '127.0.0.1') return { kind: 'failed', error: 'refused', address: host };
  if (host !== 'up') return { kind: 'failed', error: 'unknown-host', address: null, server: '10.96.0.10' };
  return request.kind === 'resolve'
    ? { kind: 'resolved', server: '10.96.0.10', name: host, addresses: ['10.96.1.2'] }
    : { kind: 'connected', address: '10.96.1.2', text: '' };
}

export function podShell(script: string): Sandbox {
  const files = [
    { path: 'labels', content: 'app="x"\n', mode: 0o644 },
    { path: 'namespace', content: 'default', mode: 0o644 },
  ];
  const volumes = {
    ...Object.fromEntries(DIRECTORIES.map((path) => [path, emptyVolume()])),
    info: payloadTree(files, { directory: '..2026_11_24', wallMs: 0 }),
    log: fileVolume('', 0o666),
  };
  return sh(script, { mounts: MOUNTS, volumes, network, env: { JOB_COMPLETION_INDEX: '1', MY_NAME: 'x' } });
}
