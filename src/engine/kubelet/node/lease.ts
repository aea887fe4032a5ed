/**
 * The lease that says a node lives, renewed every 10 s.
 *
 * Upstream: component-helpers/apimachinery/lease/controller.go (v1.37).
 */
import { formatMicroTime } from '../../api/time.ts';
import { NamespaceNodeLease } from '../../api/well-known.ts';
import type { Lease } from '../../api/coordination-v1.ts';
import type { SimEvent } from '../../sim/event-queue.ts';
import type { Because } from '../../sim/trace.ts';
import { doubledMs } from '../containers/crash-backoff.ts';
import { changeState, stateOf } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';

const RETRY_MS = 200;
const RETRY_MS_MAX = 7000;

export function renewLeaseAfter(k: Kubelet, machine: string, delay: number): void {
  k.sim.setTimer(`kubelet/lease/${machine}`, k.sim.now + delay, 'kubelet/lease-due', machine, { cause: 0 });
}

export function onLeaseDue(k: Kubelet, event: SimEvent): void {
  const machine = event.target;
  const state = stateOf(k, machine);
  if (state === undefined) return;
  const renewed = renew(k, machine);
  const failures = renewed ? 0 : state.leaseFailures + 1;
  if (failures !== state.leaseFailures) changeState(k, machine, { leaseFailures: failures });
  const retryMs = doubledMs(RETRY_MS, failures - 1, RETRY_MS_MAX);
  renewLeaseAfter(k, machine, renewed ? k.settings.nodeLeaseRenewMs : retryMs);
}

/** Returns false when the server could not be reached. */
function renew(k: Kubelet, machine: string): boolean {
  const client = k.client(machine);
  if (!client.reachable) return false;
  const renewTime = formatMicroTime(k.epochMs + k.sim.now);
  const because: Because = {
    rule: 'KUBELET-83',
    text: `the kubelet of ${machine} renews its lease of ${k.settings.nodeLeaseDurationSeconds} s every ${k.settings.nodeLeaseRenewMs / 1000} s`,
    timer: 'node-lease-renew-interval',
  };
  const change = (lease: Lease): Lease => ({ ...lease, spec: { ...lease.spec, renewTime } });
  const renewed = client.modify('Lease', NamespaceNodeLease, machine, change, because);
  return renewed.ok || create(k, machine, renewTime);
}

/** A lease belongs to its Node; without a Node there is none. */
function create(k: Kubelet, machine: string, renewTime: string): boolean {
  const client = k.client(machine);
  const node = client.get('Node', '', machine);
  if (node?.metadata.uid === undefined) return true;
  const owner = { apiVersion: 'v1', kind: 'Node', name: machine, uid: node.metadata.uid };
  const spec = {
    holderIdentity: machine,
    leaseDurationSeconds: k.settings.nodeLeaseDurationSeconds,
    renewTime,
  };
  const metadata = { name: machine, namespace: NamespaceNodeLease, ownerReferences: [owner] };
  return client.create(
    'Lease',
    { metadata, spec },
    { rule: 'KUBELET-83', text: `the kubelet of ${machine} takes a lease` },
  ).ok;
}
