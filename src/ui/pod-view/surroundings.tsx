/** What stands around the wall: storage on the shelf, Services on their rail, the node's floor with its kubelet. */
import type { ReactNode } from 'react';
import type { NodeCardModel } from '../../projections/view-model.ts';
import type { ContainerInside, PodInside, ServiceInside } from '../../protocol/pod-inside.ts';
import { useSession } from '../app-shell/use-session.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from './texts.ts';
import { Drum } from './volumes.tsx';

function EndpointLine({ endpoint }: { readonly endpoint: ServiceInside['endpoints'][number] }): ReactNode {
  const { address, ready, serving, terminating } = endpoint;
  const word = ready
    ? 'ready, serving'
    : serving && terminating
      ? 'leaving, still serving'
      : 'not ready: no traffic';
  return (
    <li>
      <svg
        className={`pd-in-tap ${ready ? 'pd-in-ready' : serving ? 'pd-in-ending' : 'pd-in-lost'}`}
        viewBox="0 0 24 16"
        aria-hidden="true"
        focusable="false"
      >
        <path d={ready ? 'M1 8h4M8.5 8h7M19 8h4' : 'M1 8h4M8.3 6.8 15 2M19 8h4'} />
        <circle cx="7" cy="8" r="1.8" />
        <circle cx="17" cy="8" r="1.8" />
      </svg>
      <code>{address}</code>
      <span className="pd-in-note">{word}</span>
    </li>
  );
}

function Service({ service }: { readonly service: ServiceInside }): ReactNode {
  const { selection } = useSession();
  const port = service.ports[0];
  return (
    <div className="pd-in-service" data-socket={`service ${service.name}`}>
      <header>
        <button
          type="button"
          className="pd-in-crumb"
          onClick={() =>
            selection.select({ kind: 'Service', namespace: 'default', name: service.name, uid: service.uid })
          }
        >
          Service {service.name}
        </button>
        <code>
          {service.addresses[0] ?? ''}
          {port === undefined ? '' : `:${port}`}
        </code>
      </header>
      <ul className="pd-in-taps">
        {service.endpoints.map((endpoint) => (
          <EndpointLine key={endpoint.address} endpoint={endpoint} />
        ))}
      </ul>
    </div>
  );
}

const SERVICES_SHOWN = 2;

export function Outside({
  pod,
  onOpen,
}: {
  readonly pod: PodInside;
  readonly onOpen: (volume: string) => void;
}): ReactNode {
  const claims = pod.volumes.filter(({ kind }) => kind === 'claim');
  if (claims.length === 0 && pod.services.length === 0) return null;
  return (
    <section className="pd-in-outside" aria-label={TEXTS.outside}>
      {claims.length > 0 && (
        <div className="pd-in-shelf" role="group" aria-label={TEXTS.shelf}>
          {claims.map((volume) => (
            <div key={volume.name} className="pd-in-shelved">
              <Drum volume={volume} onOpen={onOpen} />
              <svg
                className="pd-in-hook"
                viewBox="0 0 11 11"
                data-socket={`hook ${volume.name}`}
                aria-hidden="true"
                focusable="false"
              >
                <circle cx="5.5" cy="5.5" r="4.5" />
              </svg>
            </div>
          ))}
        </div>
      )}
      {pod.services.slice(0, SERVICES_SHOWN).map((service) => (
        <Service key={service.uid} service={service} />
      ))}
    </section>
  );
}

/** `asks door 80 every 5 s` of the probe that asks most often. */
function askedOf(
  containers: readonly ContainerInside[],
): { readonly kind: 'startup' | 'liveness' | 'readiness'; readonly text: string } | null {
  const probes = containers.flatMap(({ probes: own }) => own);
  const first = [...probes].sort((a, b) => a.periodS - b.periodS)[0];
  if (first === undefined) return null;
  const where = first.handler === 'exec' ? `runs a command in ${first.container}` : `asks door ${first.port}`;
  return { kind: first.kind, text: `${where} every ${first.periodS} s` };
}

function Lease({ node }: { readonly node: NodeCardModel }): ReactNode {
  const kept = node.lease.filter((pip) => pip === 'kept').length;
  return (
    <span className="pd-in-lease" role="img" aria-label={TEXTS.lease(kept)}>
      {node.lease.map((pip, index) => (
        <i key={index} className={`pd-in-pip-${pip}`} />
      ))}
    </span>
  );
}

export interface KubeletBarProps {
  readonly pod: PodInside;
  readonly node: NodeCardModel | undefined;
  readonly onOpen: (volume: string) => void;
}

/** The floor: whoever keeps the pod, and the folders of the machine that it looks into. */
export function KubeletBar({ pod, node, onOpen }: KubeletBarProps): ReactNode {
  const folders = pod.volumes.filter(({ kind }) => kind === 'hostPath');
  const asked = askedOf(pod.containers);
  return (
    <footer className="pd-in-kubelet" data-socket="kubelet">
      <b>kubelet</b>
      <span className="pd-in-note">
        {pod.node}
        {pod.nodeIp === '' ? '' : `, ${pod.nodeIp}`}
      </span>
      {node !== undefined && <Lease node={node} />}
      {folders.map((volume) => (
        <button
          key={volume.name}
          type="button"
          className="pd-in-floor-drum"
          data-socket={`hook ${volume.name}`}
          aria-label={`${TEXTS.openFiles(volume.name)}, hostPath ${volume.detail}`}
          onClick={() => onOpen(volume.name)}
        >
          <Glyph name="icon-drum" className="pd-in-glyph" />
          <code>{volume.detail}</code>
        </button>
      ))}
      {asked !== null && (
        <span className="pd-in-asks pd-in-note">
          <Glyph name={`probe-${asked.kind}`} className="pd-in-glyph" />
          {asked.text}
        </span>
      )}
    </footer>
  );
}
