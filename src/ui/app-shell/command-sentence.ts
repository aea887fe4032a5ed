/** What was done, in a few words that begin with the thing: toasts and undo say it. */
import { unreachable } from '../../base/assert.ts';
import type { Command } from '../stores/engine-words.ts';

const REQUEST_WORD = {
  create: 'created',
  update: 'changed',
  patch: 'changed',
  delete: 'asked to go',
  evict: 'evicted',
  bind: 'bound',
} as const;

const REGISTRY_SENTENCE = {
  up: 'Registry answers again',
  down: 'Registry is down',
  slow: 'Registry is slow',
} as const;

export function commandSentence(command: Command): string {
  switch (command.kind) {
    case 'apply-manifest':
      return 'Manifest applied';
    case 'delete-manifest':
      return 'Manifest deleted';
    case 'request':
      return `${command.objectKind} ${command.name} ${REQUEST_WORD[command.verb]}`;
    case 'scale':
      return `${command.objectKind} ${command.name} scaled to ${command.replicas}`;
    case 'rollout-undo':
    case 'rollout-pause':
    case 'rollout-resume':
    case 'rollout-restart':
    case 'suspend':
    case 'unsuspend':
    case 'trigger-cron-job':
      return steeringSentence(command);
    case 'cordon':
      return `${command.node} takes no new pods`;
    case 'uncordon':
      return `${command.node} takes new pods again`;
    case 'add-node':
      return 'A machine was added';
    case 'remove-node':
      return `${command.machine} was taken away`;
    case 'power-off':
      return `${command.machine} switched off`;
    case 'shut-down':
      return `${command.machine} told to shut down`;
    case 'power-on':
      return `${command.machine} switched on`;
    case 'cut-network':
      return `${command.machine} cut off from the network`;
    case 'heal-network':
      return `${command.machine} connected again`;
    case 'stop-kubelet':
      return `kubelet of ${command.machine} stopped`;
    case 'start-kubelet':
      return `kubelet of ${command.machine} started`;
    case 'kill-process':
      return `Process of ${command.container} in ${command.pod} killed`;
    case 'break-probe':
      return `${command.container} in ${command.pod} answers no more`;
    case 'mend-probe':
      return `${command.container} in ${command.pod} answers again`;
    case 'set-behaviour':
      return command.value === ''
        ? `${command.container} in ${command.pod}: ${command.name} as it was`
        : `${command.container} in ${command.pod}: ${command.name} ${command.value}`;
    case 'exec':
      return `${command.argv.join(' ')} run in ${command.pod}`;
    case 'exec-input':
      return `Typed into ${command.pod}`;
    case 'set-registry':
      return REGISTRY_SENTENCE[command.state];
    case 'set-load-generator':
      return `${command.name} sends ${command.requestsPerSecond}/s to ${command.service}`;
    case 'remove-load-generator':
      return `${command.name} sends no more`;
    case 'set-metric':
      return `Metric ${command.path} set to ${command.value}`;
    case 'write-static-manifest':
      return `${command.file} ${command.content === null ? 'removed from' : 'written on'} ${command.machine}`;
    default:
      return unreachable(command);
  }
}

type Steering = Extract<
  Command,
  {
    kind:
      | 'rollout-undo'
      | 'rollout-pause'
      | 'rollout-resume'
      | 'rollout-restart'
      | 'suspend'
      | 'unsuspend'
      | 'trigger-cron-job';
  }
>;

function steeringSentence(command: Steering): string {
  switch (command.kind) {
    case 'rollout-undo':
      return `${command.objectKind} ${command.name} rolled back${command.toRevision === 0 ? '' : ` to revision ${command.toRevision}`}`;
    case 'rollout-pause':
      return `Rollout of ${command.objectKind} ${command.name} paused`;
    case 'rollout-resume':
      return `Rollout of ${command.objectKind} ${command.name} resumed`;
    case 'rollout-restart':
      return `${command.objectKind} ${command.name} restarted`;
    case 'suspend':
      return `${command.objectKind} ${command.name} suspended`;
    case 'unsuspend':
      return `${command.objectKind} ${command.name} goes on`;
    case 'trigger-cron-job':
      return `Job ${command.job} started from CronJob ${command.name}`;
    default:
      return unreachable(command);
  }
}
