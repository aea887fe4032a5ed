import { Fragment, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ContainerRun, ObjectRef } from '../../protocol/requests.ts';
import type { ConditionView } from '../../protocol/views.ts';
import { workloadFacts } from '../../projections/workloads/facts.ts';
import { ownersOfPods } from '../../projections/workloads/owner-tickets.ts';
import { useAnswer } from '../app-shell/use-answer.ts';
import { useClock, useSession } from '../app-shell/use-session.ts';
import { amountText } from './amounts.ts';
import { Glyph } from '../glyphs/glyph.tsx';
import { TEXTS } from '../texts.ts';
import { momentText } from '../timeline/clock-text.ts';
import { TextLink } from './text-link.tsx';
import { containersOf, podConditions, type ConditionStop, type ContainerFacts } from './pod-status.ts';

/** Stops of a metro line: where it stands, and why it goes no further. */
function ConditionLine({ stops }: { readonly stops: readonly ConditionStop[] }): ReactNode {
  return (
    <ol className="pd-conditions">
      {stops.map((stop) => (
        <li key={stop.type} className={`pd-condition pd-condition-${stop.status}`}>
          <span className="pd-condition-stop">
            <Glyph
              name={
                stop.status === 'true'
                  ? 'icon-check'
                  : stop.status === 'false'
                    ? 'state-unscheduled'
                    : 'state-unknown'
              }
              size={9}
            />
          </span>
          <span>
            <span className="pd-strong">{stop.type}</span>
            {stop.reason !== '' && <span className="pd-note"> {stop.reason}</span>}
            {stop.message !== '' && <span className="pd-note pd-condition-message">{stop.message}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}

function Runs({ runs }: { readonly runs: readonly ContainerRun[] }): ReactNode {
  const last = runs.slice(-5);
  return (
    <div className="pd-runs">
      {last.map((run) => (
        <span
          key={`${run.container} ${run.attempt}`}
          className={
            run.state === 'exited'
              ? run.exitCode === 0
                ? 'pd-run pd-run-done'
                : 'pd-run pd-run-failed'
              : 'pd-run'
          }
          data-tip={`run ${run.attempt + 1}, ${momentText(run.startedAt)}${run.reason === '' ? '' : `, ${run.reason}`}`}
        >
          {run.state === 'exited' ? run.exitCode : run.state}
        </span>
      ))}
    </div>
  );
}

function Container({
  facts,
  runs,
}: {
  readonly facts: ContainerFacts;
  readonly runs: readonly ContainerRun[];
}): ReactNode {
  return (
    <li className="pd-container">
      <div className="pd-container-head">
        <span className="pd-strong">{facts.name}</span>
        {facts.kind !== '' && <span className="pd-note">{facts.kind}</span>}
        <span className="pd-grow" />
        <span className="pd-note">{facts.ready ? 'ready' : 'not ready'}</span>
      </div>
      <div className="pd-note pd-code">{facts.image}</div>
      <div className="pd-note">
        {facts.state}
        {facts.restarts > 0 && ` · ${TEXTS.inspector.restarts(facts.restarts)}`}
      </div>
      <Runs runs={runs} />
    </li>
  );
}

function PodStatus({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const moment = useClock((clock) => clock.traceLength, 0);
  const object = useAnswer({ ask: 'object', ref: subject }, moment);
  const runs = useAnswer({ ask: 'runs', podUid: subject.uid ?? '' }, moment) ?? [];
  const text = TEXTS.inspector;
  if (object === null) return <p className="pd-quiet">{text.gone}</p>;
  const stops = podConditions(object);
  return (
    <>
      <h3 className="pd-heading">{text.conditions}</h3>
      {stops.length === 0 ? <p className="pd-quiet">{text.noConditions}</p> : <ConditionLine stops={stops} />}
      <h3 className="pd-heading">{text.containers}</h3>
      <ul className="pd-containers">
        {containersOf(object).map((facts) => (
          <Container
            key={facts.name}
            facts={facts}
            runs={runs.filter(({ container }) => container === facts.name)}
          />
        ))}
      </ul>
    </>
  );
}

function stopOf(condition: ConditionView): ConditionStop {
  const status = condition.status === 'True' ? 'true' : condition.status === 'False' ? 'false' : 'unknown';
  return { type: condition.type, status, reason: condition.reason, message: condition.message };
}

function Facts({ rows }: { readonly rows: readonly (readonly [string, string])[] }): ReactNode {
  return (
    <dl className="pd-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function NodeStatus({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const { mirror } = useSession();
  const node = useStore(mirror, ({ nodes }) => nodes.find(({ name }) => name === subject.name));
  const text = TEXTS.inspector;
  if (node === undefined) return <p className="pd-quiet">{text.gone}</p>;
  const room = (name: 'cpu' | 'memory'): string =>
    `${amountText(name, node[name].requested)} of ${amountText(name, node[name].allocatable)} asked for, ${amountText(name, node[name].used)} used`;
  return (
    <>
      <h3 className="pd-heading">{text.conditions}</h3>
      <ConditionLine stops={node.conditions.map(stopOf)} />
      <h3 className="pd-heading">{text.resources}</h3>
      <Facts
        rows={[
          ['CPU', room('cpu')],
          ['Memory', room('memory')],
          ['Pods', `at most ${node.podsMax}`],
          ['Address', node.ip],
        ]}
      />
      {node.taints.length > 0 && (
        <Facts
          rows={node.taints.map((taint): [string, string] => [
            'Taint',
            `${taint.key}${taint.value === '' ? '' : `=${taint.value}`}:${taint.effect}`,
          ])}
        />
      )}
    </>
  );
}

function WorkloadStatus({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const epochMs = useClock((clock) => clock.epochMs, 0);
  const { mirror, selection } = useSession();
  const workload = useStore(mirror, ({ workloads }) =>
    workloads.find(
      ({ uid, kind, name }) => uid === subject.uid || (kind === subject.kind && name === subject.name),
    ),
  );
  const pods = useStore(mirror, (state) => state.pods);
  const text = TEXTS.inspector;
  if (workload === undefined) return <p className="pd-quiet">{text.gone}</p>;
  const owners = new Set(ownersOfPods(workload));
  const own = [...pods.values()].filter((row) => row.goneAt === 0 && owners.has(row.ownerUid));
  return (
    <>
      {workloadFacts(workload, epochMs).map(({ title, rows }) => (
        <Fragment key={title}>
          {title !== '' && <h3 className="pd-heading">{title}</h3>}
          <Facts rows={rows} />
        </Fragment>
      ))}
      {workload.conditions.length > 0 && (
        <>
          <h3 className="pd-heading">{text.conditions}</h3>
          <ConditionLine stops={workload.conditions.map(stopOf)} />
        </>
      )}
      <h3 className="pd-heading">{text.pods}</h3>
      <ul className="pd-link-list">
        {own.map((row) => (
          <li key={row.uid}>
            <TextLink
              code
              onFollow={() =>
                selection.select({ kind: 'Pod', namespace: row.namespace, name: row.name, uid: row.uid })
              }
            >
              {row.name}
            </TextLink>
          </li>
        ))}
      </ul>
    </>
  );
}

function ServiceStatus({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const { mirror, selection } = useSession();
  const service = useStore(mirror, ({ services }) =>
    services.find(({ uid, name }) => uid === subject.uid || name === subject.name),
  );
  const pods = useStore(mirror, (state) => state.pods);
  const text = TEXTS.inspector;
  if (service === undefined) return <p className="pd-quiet">{text.gone}</p>;
  return (
    <>
      <Facts
        rows={[
          ['Type', service.type],
          ['Address', service.clusterIp],
          ['Ports', service.ports.join(', ')],
          [
            'Selects',
            Object.entries(service.selector)
              .map(([key, value]) => `${key}=${value}`)
              .join(', '),
          ],
        ]}
      />
      <h3 className="pd-heading">{text.endpoints}</h3>
      <ul className="pd-link-list">
        {service.endpoints.map((endpoint) => {
          const row = pods.get(endpoint.podUid);
          if (row === undefined) return null;
          return (
            <li key={endpoint.podUid}>
              <TextLink
                code
                onFollow={() =>
                  selection.select({ kind: 'Pod', namespace: row.namespace, name: row.name, uid: row.uid })
                }
              >
                {row.name}
              </TextLink>{' '}
              <span className="pd-note">
                {endpoint.ready
                  ? 'ready'
                  : endpoint.terminating
                    ? endpoint.serving
                      ? 'leaving, still serving'
                      : 'leaving'
                    : 'not ready'}
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

/** What is: conditions, containers, room. */
export function StatusTab({ subject }: { readonly subject: ObjectRef }): ReactNode {
  const of =
    subject.kind === 'Pod'
      ? PodStatus
      : subject.kind === 'Node'
        ? NodeStatus
        : subject.kind === 'Service'
          ? ServiceStatus
          : WorkloadStatus;
  const Status = of;
  return (
    <div className="pd-inspector-part">
      <Status subject={subject} />
    </div>
  );
}
