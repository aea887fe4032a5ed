/** A workload in rows of facts, by section: everything that its ticket has no room for. */
import type {
  AutoscalerView,
  CronJobDetails,
  DaemonSetDetails,
  JobDetails,
  StatefulSetDetails,
  WorkloadView,
} from '../../protocol/views.ts';
import { cronCounts, jobProgress, wallTime } from './jobs.ts';

export type Fact = readonly [name: string, value: string];

export interface FactSection {
  /** Empty for the first one. */
  readonly title: string;
  readonly rows: readonly Fact[];
}

/** Sections without rows are left out. */
export function workloadFacts(workload: WorkloadView, epochMs: number): readonly FactSection[] {
  const { autoscaler, budgets, quotas } = workload;
  return [
    { title: '', rows: counts(workload) },
    ...detailSections(workload, epochMs),
    { title: 'Autoscaler', rows: autoscaler === null ? [] : autoscalerFacts(autoscaler) },
    {
      title: 'Disruption budgets',
      rows: budgets.map(({ name, allowed, healthy, expected, needed }): Fact => [
        name,
        `${allowed} may be evicted: ${healthy} of ${expected} healthy, ${needed} needed`,
      ]),
    },
    {
      title: 'Quotas of the namespace',
      rows: quotas.map(({ quota, resource, used, hard }): Fact => [quota, `${resource} ${used} of ${hard}`]),
    },
  ].filter(({ rows }) => rows.length > 0);
}

function counts({ want, have, ready, available, updated, strategy, details }: WorkloadView): Fact[] {
  if (details?.kind === 'Job' || details?.kind === 'CronJob') return [];
  return [
    ['Want', String(want)],
    ['Have', String(have)],
    ['Ready', String(ready)],
    ['Available', String(available)],
    ...(strategy === '' ? [] : [['Newest', String(updated)] as Fact, ['Strategy', strategy] as Fact]),
  ];
}

function detailSections({ name, details, paused }: WorkloadView, epochMs: number): readonly FactSection[] {
  switch (details?.kind) {
    case 'StatefulSet':
      return ordinalSections(name, details);
    case 'DaemonSet':
      return [{ title: 'Nodes left out', rows: leftOut(details) }];
    case 'Job':
      return [{ title: 'Work', rows: jobFacts(details, paused) }];
    case 'CronJob':
      return [{ title: 'Schedule', rows: cronFacts(details, paused, epochMs) }];
    default:
      return [];
  }
}

function ordinalSections(set: string, details: StatefulSetDetails): readonly FactSection[] {
  const { ordered, partition, ordinals, whenScaled, whenDeleted, hidden } = details;
  const claims = ordinals.flatMap((one) => one.claims);
  return [
    {
      title: 'Order',
      rows: [
        ['Pods', ordered ? 'one after the other (OrderedReady)' : 'all at once (Parallel)'],
        ...(partition > 0 ? [['Partition', String(partition)] as Fact] : []),
        ...ordinals
          .filter(({ waitsFor }) => waitsFor >= 0)
          .map(({ pod, waitsFor, because }): Fact => [pod, `waits for ${set}-${waitsFor}, which ${because}`]),
        ...(hidden > 0 ? [['…', `${hidden} more`] as Fact] : []),
      ],
    },
    {
      title: 'Claims',
      rows:
        claims.length === 0
          ? []
          : [
              ...claims.map(({ name, phase, volume }): Fact => [
                name,
                phase === '' ? 'not made yet' : `${phase}${volume === '' ? '' : ` to ${volume}`}`,
              ]),
              ['When scaled away', whenScaled],
              ['When deleted', whenDeleted],
            ],
    },
  ];
}

function leftOut({ nodes, hidden, misscheduled }: DaemonSetDetails): Fact[] {
  return [
    ...nodes.filter(({ shouldRun }) => !shouldRun).map(({ node, why }): Fact => [node, why]),
    ...(misscheduled > 0 ? [['Misplaced', `${misscheduled} run where they should not`] as Fact] : []),
    ...(hidden > 0 ? [['…', `${hidden} more nodes`] as Fact] : []),
  ];
}

function jobFacts(details: JobDetails, paused: boolean): Fact[] {
  const { completions, parallelism, succeeded, active, indexed } = details;
  return [
    ['Completions', completions < 0 ? 'until one pod says so' : `${succeeded} of ${completions}`],
    ['Parallelism', String(parallelism)],
    ['Running', String(active)],
    ['Mode', indexed ? 'Indexed' : 'NonIndexed'],
    ['Failures', jobProgress(details, paused)],
  ];
}

function cronFacts(details: CronJobDetails, suspended: boolean, epochMs: number): Fact[] {
  const { policy, timeZone, lastAt, lastSuccessAt, nextAt, missed, startingDeadlineMs, problem } = details;
  const at = (ms: number): string => (ms === 0 ? 'never' : wallTime(ms, epochMs));
  return [
    ['Schedule', cronCounts(details)],
    ['Time zone', timeZone === '' ? 'UTC' : timeZone],
    ['Concurrency', policy],
    ['Last run', at(lastAt)],
    ['Last success', at(lastSuccessAt)],
    ['Next run', problem !== '' ? problem : suspended ? 'suspended' : at(nextAt)],
    ['Missed since', String(missed)],
    ...(startingDeadlineMs > 0 ? [['Starting deadline', `${startingDeadlineMs / 1000} s`] as Fact] : []),
  ];
}

function autoscalerFacts({ name, min, max, recommended, metrics, conditions }: AutoscalerView): Fact[] {
  return [
    ['Name', name],
    ['Bounds', `${min} to ${max}`],
    ['Recommends', recommended < 0 ? 'nothing' : String(recommended)],
    ...metrics.map((metric): Fact => [
      metric.name,
      `${metric.current === '' ? 'not measured' : metric.current}, target ${metric.target}`,
    ]),
    ...conditions.map(({ type, status, reason, message }): Fact => [
      type,
      `${status}, ${reason}: ${message}`,
    ]),
  ];
}
