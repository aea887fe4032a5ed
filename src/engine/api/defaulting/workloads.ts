/**
 * Defaults of the kinds that keep pods running or to completion.
 *
 * Upstream: pkg/apis/{apps,batch}/v1/defaults.go and SetDefaults_ReplicationController (v1.37).
 */
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet, StatefulSetSpec } from '../apps-v1.ts';
import type { CronJob, Job, JobSpec } from '../batch-v1.ts';
import type { PersistentVolumeClaim, ReplicationController } from '../core-v1.ts';
import { changeEach, changeField, fill } from './fill.ts';
import { defaultTemplate } from './pod-spec.ts';

export function defaultDeployment(deployment: Deployment): Deployment {
  return changeField(deployment, 'spec', (spec) => {
    const filled = fill(spec, {
      replicas: 1,
      strategy: {},
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
    });
    const withStrategy = changeField(filled, 'strategy', (strategy) => {
      const typed = fill(strategy, { type: 'RollingUpdate' });
      if (typed.type !== 'RollingUpdate') return typed;
      const rollingUpdate = fill(typed.rollingUpdate ?? {}, { maxUnavailable: '25%', maxSurge: '25%' });
      return { ...typed, rollingUpdate };
    });
    return changeField(withStrategy, 'template', defaultTemplate);
  });
}

export function defaultReplicaSet(replicaSet: ReplicaSet): ReplicaSet {
  return changeField(replicaSet, 'spec', (spec) =>
    changeField(fill(spec, { replicas: 1 }), 'template', defaultTemplate),
  );
}

/** A ReplicationController takes its selector and its labels from its template. */
export function defaultReplicationController(controller: ReplicationController): ReplicationController {
  const labels = controller.spec.template?.metadata?.labels;
  const withSpec = changeField(controller, 'spec', (spec) => {
    const filled = fill(spec, { replicas: 1, ...(labels === undefined ? {} : { selector: labels }) });
    return changeField(filled, 'template', defaultTemplate);
  });
  if (labels === undefined) return withSpec;
  return changeField(withSpec, 'metadata', (metadata) => fill(metadata, { labels }));
}

export function defaultDaemonSet(daemonSet: DaemonSet): DaemonSet {
  return changeField(daemonSet, 'spec', (spec) => {
    const filled = fill(spec, { updateStrategy: {}, revisionHistoryLimit: 10 });
    const withStrategy = changeField(filled, 'updateStrategy', (strategy) => {
      const typed = fill(strategy, { type: 'RollingUpdate' });
      if (typed.type !== 'RollingUpdate') return typed;
      return { ...typed, rollingUpdate: fill(typed.rollingUpdate ?? {}, { maxUnavailable: 1, maxSurge: 0 }) };
    });
    return changeField(withStrategy, 'template', defaultTemplate);
  });
}

export function defaultStatefulSet(statefulSet: StatefulSet): StatefulSet {
  return changeField(statefulSet, 'spec', (spec) => {
    const filled = fill(spec, {
      podManagementPolicy: 'OrderedReady',
      updateStrategy: {},
      replicas: 1,
      revisionHistoryLimit: 10,
      persistentVolumeClaimRetentionPolicy: {},
    });
    const withStrategy = changeField(filled, 'updateStrategy', defaultStatefulSetStrategy);
    const withRetention = changeField(withStrategy, 'persistentVolumeClaimRetentionPolicy', (policy) =>
      fill(policy, { whenDeleted: 'Retain', whenScaled: 'Retain' }),
    );
    const withClaims = changeField(withRetention, 'volumeClaimTemplates', (claims) =>
      changeEach(claims, defaultTemplateClaim),
    );
    return changeField(withClaims, 'template', defaultTemplate);
  });
}

type StatefulSetStrategy = NonNullable<StatefulSetSpec['updateStrategy']>;

/** Only a strategy that was left out altogether, or that has a rollingUpdate block, gets one filled in. */
function defaultStatefulSetStrategy(strategy: StatefulSetStrategy): StatefulSetStrategy {
  if (strategy.type === undefined) {
    return { ...strategy, type: 'RollingUpdate', rollingUpdate: fill(strategy.rollingUpdate ?? {}, rolling) };
  }
  if (strategy.type !== 'RollingUpdate' || strategy.rollingUpdate === undefined) return strategy;
  return { ...strategy, rollingUpdate: fill(strategy.rollingUpdate, rolling) };
}

const rolling = { partition: 0, maxUnavailable: 1 } as const;

function defaultTemplateClaim(claim: PersistentVolumeClaim): PersistentVolumeClaim {
  const typed = fill(claim, { apiVersion: 'v1', kind: 'PersistentVolumeClaim', status: {} });
  const withStatus = changeField(typed, 'status', (status) => fill(status, { phase: 'Pending' }));
  return changeField(withStatus, 'spec', (spec) => fill(spec, { volumeMode: 'Filesystem' }));
}

export function defaultJob(job: Job): Job {
  return changeField(job, 'spec', (spec) => {
    const bothUnset = spec.completions === undefined && spec.parallelism === undefined;
    const filled = fill(spec, {
      parallelism: 1,
      ...(bothUnset ? { completions: 1 } : {}),
      backoffLimit: spec.backoffLimitPerIndex === undefined ? 6 : 2_147_483_647,
      completionMode: 'NonIndexed',
      suspend: false,
      manualSelector: false,
      podReplacementPolicy: spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed',
    });
    return defaultJobTemplate(withFailurePolicy(filled));
  });
}

/** Patterns of a failure policy ask for status True unless they say otherwise. */
function withFailurePolicy(spec: JobSpec): JobSpec {
  return changeField(spec, 'podFailurePolicy', (policy) =>
    changeField(policy, 'rules', (rules) =>
      changeEach(rules, (rule) =>
        changeField(rule, 'onPodConditions', (patterns) =>
          changeEach(patterns, (pattern) => fill(pattern, { status: 'True' })),
        ),
      ),
    ),
  );
}

function defaultJobTemplate(spec: JobSpec): JobSpec {
  return changeField(spec, 'template', defaultTemplate);
}

/** The job inside gets the defaults of its pods but not those of a Job: these come when it is created. */
export function defaultCronJob(cronJob: CronJob): CronJob {
  return changeField(cronJob, 'spec', (spec) => {
    const filled = fill(spec, {
      concurrencyPolicy: 'Allow',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
    });
    return changeField(filled, 'jobTemplate', (template) =>
      changeField(template, 'spec', (jobSpec) => defaultJobTemplate(withFailurePolicy(jobSpec))),
    );
  });
}
