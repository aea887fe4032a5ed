/**
 * Rules of Jobs and CronJobs.
 *
 * Upstream: pkg/apis/batch/validation/validation.go (v1.37).
 * **Simplified:** of failure and success policies only the outline is looked at.
 */
import type { ObjectMeta } from '../meta-v1.ts';
import { deepEqual } from '../../../base/json.ts';
import type { CronJob, Job, JobSpec } from '../batch-v1.ts';
import { cronProblem } from '../cron.ts';
import { isTimeZone } from '../time-zones.ts';
import { labelValueProblems } from '../names.ts';
import { ControllerUidLabel } from '../well-known.ts';
import {
  invalid,
  invalidEach,
  noErrors,
  notNegative,
  oneOf,
  required,
  type FieldErrors,
} from './field-error.ts';
import { internalForm, jsonOf } from './internal-form.ts';
import { checkFixed, checkTemplate, checkTemplateLabels } from './workloads.ts';

export function checkJob(job: Job): FieldErrors {
  return [
    ...checkJobName(job),
    ...checkGeneratedSelector(job),
    ...checkJobSpec(job.spec, 'spec'),
    ...(job.spec.selector === undefined ? [required('spec.selector')] : []),
    ...checkTemplateLabels(job.spec.selector, job.spec.template),
  ];
}

/** The name becomes a label of the pods. */
function checkJobName(job: Job): FieldErrors {
  const { name = '' } = job.metadata as ObjectMeta;
  return name.length > 63
    ? invalidEach('spec.template.labels', name, labelValueProblems(name).slice(0, 1))
    : noErrors;
}

function checkGeneratedSelector(job: Job): FieldErrors {
  const { selector, manualSelector } = job.spec;
  if (manualSelector === true || selector === undefined) return noErrors;
  const labels = Object.keys(selector.matchLabels ?? {});
  const generated = labels.length === 1 && labels[0] === ControllerUidLabel;
  return generated ? noErrors : [invalid('spec.selector', jsonOf(selector), '`selector` not auto-generated')];
}

const counts = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;
const parallelismMax = 100_000;

function checkJobSpec(spec: JobSpec, path: string): FieldErrors {
  const { completionMode, completions, parallelism = 0 } = spec;
  const indexed = completionMode === 'Indexed';
  return [
    ...counts.flatMap((name) => notNegative(`${path}.${name}`, spec[name])),
    ...oneOf(`${path}.completionMode`, completionMode, ['NonIndexed', 'Indexed']),
    ...(indexed && completions === undefined
      ? [required(`${path}.completions`, 'when completion mode is Indexed')]
      : []),
    ...(indexed && parallelism > parallelismMax
      ? [
          invalid(
            `${path}.parallelism`,
            parallelism,
            `must be less than or equal to ${parallelismMax} when completion mode is Indexed`,
          ),
        ]
      : []),
    ...checkIndexedOnly(spec, path, indexed),
    ...oneOf(`${path}.podReplacementPolicy`, spec.podReplacementPolicy, ['Failed', 'TerminatingOrFailed']),
    ...checkTemplate(spec.template, `${path}.template`),
    ...checkJobRestartPolicy(spec, `${path}.template.spec.restartPolicy`),
  ];
}

function checkIndexedOnly(spec: JobSpec, path: string, indexed: boolean): FieldErrors {
  if (indexed) return noErrors;
  const detail = 'requires indexed completion mode';
  return [
    ...(['backoffLimitPerIndex', 'maxFailedIndexes'] as const).flatMap((name) => {
      const value = spec[name];
      return value === undefined ? [] : [invalid(`${path}.${name}`, value, detail)];
    }),
    ...(spec.successPolicy === undefined
      ? []
      : [invalid(`${path}.successPolicy`, internalForm('SuccessPolicy', spec.successPolicy), detail)]),
  ];
}

function checkJobRestartPolicy(spec: JobSpec, path: string): FieldErrors {
  const policy = spec.template.spec.restartPolicy ?? '';
  if (policy === 'Always' || policy === '') return [required(path, 'valid values: "OnFailure", "Never"')];
  if (spec.podFailurePolicy === undefined || policy === 'Never') return noErrors;
  return [invalid(path, policy, 'only "Never" is supported when podFailurePolicy is specified')];
}

export function checkJobUpdate(next: Job, old: Job): FieldErrors {
  const free = old.spec.suspend === true && old.status?.startTime === undefined;
  return [
    ...checkCompletions(next.spec, old.spec),
    ...checkFixed('spec.selector', jsonOf(next.spec.selector), jsonOf(old.spec.selector)),
    ...(free || deepEqual(next.spec.template, old.spec.template)
      ? []
      : [
          invalid('spec.template', internalForm('PodTemplateSpec', next.spec.template), 'field is immutable'),
        ]),
    ...checkFixed('spec.completionMode', next.spec.completionMode, old.spec.completionMode),
    ...checkFixed('spec.backoffLimitPerIndex', next.spec.backoffLimitPerIndex, old.spec.backoffLimitPerIndex),
  ];
}

/** An indexed job may change its completions, but only together with its parallelism. */
function checkCompletions(next: JobSpec, old: JobSpec): FieldErrors {
  if (next.completions === old.completions) return noErrors;
  if (next.completionMode !== 'Indexed')
    return checkFixed('spec.completions', next.completions, old.completions);
  if (next.completions === next.parallelism) return noErrors;
  return [
    invalid(
      'spec.completions',
      next.completions ?? null,
      'can only be modified in tandem with spec.parallelism',
    ),
  ];
}

const cronNameMax = 52;

export function checkCronJob(cronJob: CronJob): FieldErrors {
  const { spec, metadata } = cronJob;
  const { name = '' } = metadata as ObjectMeta;
  return [
    ...checkCronSpec(spec),
    ...(name.length > cronNameMax
      ? [invalid('metadata.name', name, `must be no more than ${cronNameMax} characters`)]
      : []),
  ];
}

function checkCronSpec(spec: CronJob['spec']): FieldErrors {
  const policy: string = spec.concurrencyPolicy ?? '';
  const selector = spec.jobTemplate.spec.selector;
  return [
    ...checkSchedule(spec),
    ...(spec.timeZone === undefined ? [] : checkTimeZone(spec.timeZone)),
    ...notNegative('spec.startingDeadlineSeconds', spec.startingDeadlineSeconds),
    ...(policy === ''
      ? [required('spec.concurrencyPolicy')]
      : oneOf('spec.concurrencyPolicy', policy, ['Allow', 'Forbid', 'Replace'])),
    ...(selector === undefined
      ? []
      : [invalid('spec.jobTemplate.spec.selector', jsonOf(selector), '`selector` will be auto-generated')]),
    ...checkJobSpec(spec.jobTemplate.spec, 'spec.jobTemplate.spec'),
    ...notNegative('spec.successfulJobsHistoryLimit', spec.successfulJobsHistoryLimit),
    ...notNegative('spec.failedJobsHistoryLimit', spec.failedJobsHistoryLimit),
  ];
}

function checkSchedule({ schedule }: CronJob['spec']): FieldErrors {
  if (schedule === '') return [required('spec.schedule')];
  if (/^(CRON_)?TZ=/.test(schedule) || schedule.includes('TZ')) {
    return [
      invalid('spec.schedule', schedule, 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead'),
    ];
  }
  const problem = cronProblem(schedule);
  return problem === undefined ? noErrors : [invalid('spec.schedule', schedule, problem)];
}

function checkTimeZone(zone: string): FieldErrors {
  const path = 'spec.timeZone';
  if (zone === '') return [invalid(path, zone, 'timeZone must be nil or non-empty string')];
  if (zone.toLowerCase() === 'local') {
    const detail = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
    return [invalid(path, zone, detail)];
  }
  return isTimeZone(zone) ? noErrors : [invalid(path, zone, `unknown time zone ${zone}`)];
}
