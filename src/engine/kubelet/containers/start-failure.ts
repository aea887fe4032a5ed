/** Failures of containers to start, kept until the next try: upstream's reason cache (pkg/kubelet/reason_cache.go, v1.37). */
import { must } from '../../../base/assert.ts';
import { changeWorker } from '../kubelet-context.ts';
import type { Kubelet } from '../kubelet-context.ts';
import { copyRun } from '../pod-workers/sync-run.ts';
import type { SyncFailure, SyncRun } from '../pod-workers/sync-run.ts';

export function changeRun(k: Kubelet, key: string, fields: Partial<SyncRun>): SyncRun {
  const run = must(k.workers.get(key)?.run, `no sync under way for ${key}`);
  return must(changeWorker(k, key, { run: Object.assign(copyRun(run), fields) }).run, 'just set');
}

/** Notes the failure for the status and for the outcome of the sync. */
export function noteFailure(k: Kubelet, key: string, failure: SyncFailure): void {
  const worker = must(k.workers.get(key), `no worker ${key}`);
  const run = must(worker.run, `no sync under way for ${key}`);
  const { container, reason, message } = failure;
  changeWorker(k, key, {
    failures: container === '' ? worker.failures : { ...worker.failures, [container]: { reason, message } },
    run: { ...run, failures: [...run.failures, failure] },
  });
}

export function forgetFailure(k: Kubelet, key: string, container: string): void {
  const { failures } = must(k.workers.get(key), `no worker ${key}`);
  if (failures[container] === undefined) return;
  const { [container]: _gone, ...rest } = failures;
  changeWorker(k, key, { failures: rest });
}
