import { useState, type ReactNode } from 'react';
import { NodeCard } from '../canvas/node-card.tsx';
import { PendingTray } from '../canvas/pending-tray.tsx';
import { PodTile } from '../canvas/pod-tile.tsx';
import { ReplacementLink } from '../canvas/replacement-link.tsx';
import { ServiceRail } from '../canvas/service-rail.tsx';
import { OwnerTicket } from '../workloads/owner-ticket.tsx';
import { NODE_SAMPLES, PENDING_SAMPLE, SERVICE_SAMPLE } from './sample-nodes.ts';
import { JOB_OWNER, ROLLING_OWNER, STEADY_OWNER } from './sample-owners.ts';
import { likeSample } from './sample-pods.ts';

const ignore = (): void => undefined;

/** Node cards in every condition. */
export function NodesSection(): ReactNode {
  return (
    <section>
      <h2>
        Nodes <small>compact card, 210 px</small>
      </h2>
      <div className="pd-node-samples">
        {NODE_SAMPLES.map((sample) => (
          <figure key={sample.title}>
            <NodeCard node={sample.node} lens={sample.lens} density="tile" widthPx={210} />
            <figcaption className="pd-note">
              <span className="pd-strong">{sample.title}.</span> {sample.cue}
            </figcaption>
          </figure>
        ))}
      </div>
    </section>
  );
}

function Figure({
  caption,
  children,
}: {
  readonly caption: string;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <figure>
      {children}
      <figcaption className="pd-note">{caption}</figcaption>
    </figure>
  );
}

const GHOST = likeSample('ghost', { say: 'uid …4f1a' });
const STAND_IN = likeSample('ready', {
  name: 'web-7c9f4d-m4x8q',
  shortName: 'web …m4x8q',
  say: 'uid …9c02',
  probes: [],
});

function Replaced(): ReactNode {
  return (
    <div className="pd-panel pd-replaced">
      <PodTile pod={GHOST} variant="row-30" />
      <div className="pd-replaced-by">
        <span>replaced by</span>
        <svg viewBox="0 0 84 10" aria-hidden="true" focusable="false">
          <ReplacementLink from={{ x: 2, y: 5 }} to={{ x: 84, y: 5 }} />
        </svg>
      </div>
      <PodTile pod={STAND_IN} variant="row-30" />
    </div>
  );
}

/** Promises, traffic, and those who wait. */
export function OwnersSection(): ReactNode {
  const [want, setWant] = useState(STEADY_OWNER.want);
  return (
    <section>
      <h2>Owners, traffic, waiting</h2>
      <div className="pd-owner-samples">
        <Figure caption="Slots: ready, ready, not ready, being made, wanted.">
          <OwnerTicket
            owner={{ ...STEADY_OWNER, want }}
            onScale={(_kind, _namespace, _name, replicas) => setWant(replicas)}
          />
        </Figure>
        <Figure caption="Two revisions, told apart by letter. The newest is inverted ink, not an alarm.">
          <OwnerTicket owner={ROLLING_OWNER} onSteer={ignore} onCompare={ignore} />
        </Figure>
        <Figure caption="A Job’s finished copies are square, and nobody scales it.">
          <OwnerTicket owner={JOB_OWNER} />
        </Figure>
        <Figure caption="A closed switch carries traffic; an open one says why; half: terminating, still serving.">
          <ServiceRail service={SERVICE_SAMPLE} />
        </Figure>
        <Figure caption="The ghost stays where it died; nothing travels.">
          <Replaced />
        </Figure>
        <Figure caption="The path stops at the first closed gate, which is named; later gates are not asked.">
          <PendingTray tray={PENDING_SAMPLE} />
        </Figure>
      </div>
    </section>
  );
}
