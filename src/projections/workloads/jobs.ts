/** What the ticket of a Job or CronJob says beside its slots. */
import type { CronJobDetails, CronRunView, JobDetails } from '../../protocol/views.ts';
import type { ClockBody, RunModel, WaitModel } from './ticket-model.ts';

/** '2 of 5 done · 1 running'. */
export function jobCounts({ completions, succeeded, active, terminating }: JobDetails): string {
  const parts = [completions < 0 ? `${succeeded} done` : `${succeeded} of ${completions} done`];
  if (active > 0) parts.push(`${active} running`);
  if (terminating > 0) parts.push(`${terminating} leaving`);
  return parts.join(' · ');
}

/** '2 failures, 3 allowed': how near the end by failure is. A Job that is over says how it ended. */
export function jobProgress(details: JobDetails, paused: boolean): string {
  const { failed, backoffLimit, limitPerIndex, finished } = details;
  if (finished === 'Complete') return 'complete';
  if (finished === 'Failed') return 'failed';
  if (paused) return 'suspended';
  const failures = failed === 0 ? 'no failures' : `${failed} ${failed === 1 ? 'failure' : 'failures'}`;
  return backoffLimit >= 0
    ? `${failures}, ${backoffLimit} allowed`
    : `${failures}, ${limitPerIndex} allowed at each index`;
}

/** Copies a Job wants at this moment: as many as run at once, and no more than are still needed. */
export function jobWants({ completions, parallelism, succeeded }: JobDetails): number {
  return completions < 0 ? parallelism : Math.min(parallelism, Math.max(0, completions - succeeded));
}

/** The wait that ends first: the back-off, the deadline of the Job, or its deletion. */
export function jobWait(details: JobDetails): WaitModel | null {
  const { backoffFrom, backoffTo, startedAt, deadlineAt, finishedAt, deletedAt } = details;
  if (backoffTo !== 0) return { span: { fromMs: backoffFrom, toMs: backoffTo }, text: 'next pod in' };
  if (deadlineAt !== 0) return { span: { fromMs: startedAt, toMs: deadlineAt }, text: 'deadline in' };
  return deletedAt === 0 ? null : { span: { fromMs: finishedAt, toMs: deletedAt }, text: 'deleted in' };
}

const MINUTE_MS = 60_000;
const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** '10:05': a moment of the run in the cluster's own time. */
export function wallTime(atMs: number, epochMs: number): string {
  const minutes = Math.floor((atMs + epochMs) / MINUTE_MS);
  return `${twoDigits(Math.floor(minutes / 60) % 24)}:${twoDigits(minutes % 60)}`;
}

const RUN_SLOTS = { active: 'making', complete: 'done', failed: 'failed' } as const;

function runModel({ uid, name, at, state, byHand }: CronRunView, epochMs: number): RunModel {
  return { uid, name, slot: RUN_SLOTS[state], time: wallTime(at, epochMs), byHand };
}

export function clockBody(details: CronJobDetails, suspended: boolean, epochMs: number): ClockBody {
  const { schedule, timeZone, policy, nextAt, missed, problem, runs } = details;
  const comes = nextAt !== 0 && !suspended && problem === '';
  return {
    kind: 'clock',
    schedule,
    runs: runs.map((run) => runModel(run, epochMs)),
    nextMs: comes ? nextAt : null,
    next: nextText(details, suspended, epochMs),
    facts: [
      policy,
      ...(timeZone === '' ? [] : [timeZone]),
      ...(missed > 0 ? [`${missed >= 100 ? '100 or more' : missed} missed`] : []),
      ...(problem === '' ? [] : [problem]),
    ],
  };
}

function nextText({ nextAt, problem }: CronJobDetails, suspended: boolean, epochMs: number): string {
  if (problem !== '') return 'never';
  if (suspended) return 'suspended';
  return nextAt === 0 ? 'never' : wallTime(nextAt, epochMs);
}

/** '*\/1 * * * * · 1 running'. */
export function cronCounts({ schedule, runs }: CronJobDetails): string {
  const active = runs.filter(({ state }) => state === 'active').length;
  return active === 0 ? schedule : `${schedule} · ${active} running`;
}
