/** Writes down every change that a recording would show, as watchers of the API would see it. */
import type { Run } from '../engine/index.ts';
import { served } from '../kubectl/served.ts';
import type { CaseFile } from './case-file.ts';
import type { WatchEntry } from './trace-format.ts';

const NAMESPACED: ReadonlySet<string> = new Set([
  'Pod',
  'Event',
  'Service',
  'ConfigMap',
  'PersistentVolumeClaim',
  'ResourceQuota',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ControllerRevision',
  'Job',
  'CronJob',
  'EndpointSlice',
  'PodDisruptionBudget',
  'HorizontalPodAutoscaler',
]);

const ROOT_CERTIFICATES = 'kube-root-ca.crt';

type Watched = Parameters<Parameters<Run['engine']['server']['context']['store']['watch']>[0]>[0];

export class WatchLog {
  readonly entries: WatchEntry[] = [];
  private readonly run: Run;
  private readonly file: CaseFile;
  private readonly namespace: string;
  private startMs: number | undefined;

  constructor(run: Run, file: CaseFile, namespace: string, onChange: () => void) {
    this.run = run;
    this.file = file;
    this.namespace = namespace;
    run.engine.server.context.store.watch((change) => {
      this.note(change);
      onChange();
    });
  }

  /** From here on times count, and what exists now is there from the beginning. */
  start(): void {
    this.startMs = this.run.engine.sim.now;
    this.entries.length = 0;
    const reader = this.run.engine.reader();
    for (const kind of ['Node', 'Namespace', 'PersistentVolume'] as const) {
      for (const object of reader.list(kind))
        if (this.isRecorded(kind, object.metadata.name))
          this.entries.push({ t: 0, type: 'ADDED', kind, obj: served(object), initial: true });
    }
    for (const kind of ['ConfigMap', 'Event'] as const) {
      for (const object of reader.list(kind, { namespace: this.namespace }))
        if (object.metadata.name !== ROOT_CERTIFICATES)
          this.entries.push({ t: 0, type: 'ADDED', kind, obj: served(object), initial: true });
    }
  }

  private note({ type, kind, object }: Watched): void {
    if (this.startMs === undefined) return;
    const { namespace, name } = object.metadata;
    const wanted = NAMESPACED.has(kind)
      ? namespace === this.namespace && !(kind === 'ConfigMap' && name === ROOT_CERTIFICATES)
      : this.isRecorded(kind, name);
    if (wanted)
      this.entries.push({ t: this.run.engine.sim.now - this.startMs, type, kind, obj: served(object) });
  }

  /** A namespace is recorded when it is the case's own, a volume when the case made it. */
  private isRecorded(kind: string, name: string): boolean {
    if (!this.file.recorded.includes(kind)) return false;
    if (kind === 'Node') return this.file.nodes.length === 0 || this.file.nodes.includes(name);
    return kind === 'Namespace' ? name === this.namespace : name.includes(this.namespace);
  }
}
