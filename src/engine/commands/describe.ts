/** A command in one plain sentence: the last link of every "why". */
import { unreachable } from '../../base/assert.ts';
import type { Subject } from '../sim/trace.ts';
import type { Command } from './command.ts';
import type { SteeringCommand } from './steer-workload.ts';

function about(kind: string, namespace: string, name: string): Subject {
  return { kind, namespace, name, id: '' };
}

export interface Description {
  readonly subject: Subject;
  /** E.g. `You switched node-b off`. */
  readonly text: string;
}

const REGISTRY_TEXT = {
  up: 'You mended the image registry',
  down: 'You made the image registry unreachable',
  slow: 'You made the image registry slow',
} as const;

export function describeCommand(command: Command): Description {
  switch (command.kind) {
    case 'apply-manifest':
      return { subject: about('Manifest', '', ''), text: 'You applied a manifest' };
    case 'delete-manifest':
      return { subject: about('Manifest', '', ''), text: 'You deleted what a manifest names' };
    case 'request':
      return {
        subject: about(command.objectKind, command.namespace, command.name),
        text:
          command.typed === undefined
            ? `You asked the API server to ${command.verb} ${command.objectKind} ${command.name || '(new)'}`
            : `You ran ${command.typed}`,
      };
    case 'scale':
      return {
        subject: about(command.objectKind, command.namespace, command.name),
        text: `You scaled ${command.objectKind} ${command.name} to ${command.replicas}`,
      };
    case 'rollout-undo':
    case 'rollout-pause':
    case 'rollout-resume':
    case 'rollout-restart':
    case 'suspend':
    case 'unsuspend':
    case 'trigger-cron-job':
      return describeSteering(command);
    case 'cordon':
      return { subject: about('Node', '', command.node), text: `You cordoned ${command.node}` };
    case 'uncordon':
      return { subject: about('Node', '', command.node), text: `You uncordoned ${command.node}` };
    case 'add-node':
      return {
        subject: about('Machine', '', command.name ?? ''),
        text: `You added a machine${command.name === undefined ? '' : ` named ${command.name}`}`,
      };
    case 'remove-node':
      return { subject: about('Machine', '', command.machine), text: `You took ${command.machine} away` };
    case 'set-registry':
      return {
        subject: about('Registry', '', ''),
        text: REGISTRY_TEXT[command.state],
      };
    case 'set-load-generator':
    case 'remove-load-generator':
      return describeLoad(command);
    case 'set-metric':
      return {
        subject: about('Metric', '', command.path),
        text: `You set the metric ${command.path} to ${command.value}`,
      };
    case 'write-static-manifest':
      return {
        subject: about('Machine', '', command.machine),
        text: `You ${command.content === null ? 'removed' : 'wrote'} ${command.file} in the manifest folder of ${command.machine}`,
      };
    case 'kill-process':
    case 'break-probe':
    case 'mend-probe':
    case 'set-behaviour':
    case 'exec':
    case 'exec-input':
      return describeContainerCommand(command);
    default:
      return describeMachineCommand(command);
  }
}

type LoadCommand = Extract<Command, { readonly kind: 'set-load-generator' | 'remove-load-generator' }>;

function describeLoad(command: LoadCommand): Description {
  return command.kind === 'set-load-generator'
    ? {
        subject: about('LoadGenerator', command.namespace, command.name),
        text: `You let ${command.name} send ${command.requestsPerSecond} requests per second to Service ${command.service}`,
      }
    : {
        subject: about('LoadGenerator', '', command.name),
        text: `You stopped the load generator ${command.name}`,
      };
}

function describeSteering(command: SteeringCommand): Description {
  const { namespace, name } = command;
  return command.kind === 'trigger-cron-job'
    ? {
        subject: about('CronJob', namespace, name),
        text: `You started Job ${command.job} from CronJob ${name}`,
      }
    : { subject: about(command.objectKind, namespace, name), text: workloadText(command) };
}

function workloadText(command: Exclude<SteeringCommand, { readonly kind: 'trigger-cron-job' }>): string {
  const what = `${command.objectKind} ${command.name}`;
  switch (command.kind) {
    case 'rollout-undo':
      return `You rolled ${what} back to ${command.toRevision === 0 ? 'the revision before' : `revision ${command.toRevision}`}`;
    case 'rollout-pause':
      return `You paused the rollout of ${what}`;
    case 'rollout-resume':
      return `You resumed the rollout of ${what}`;
    case 'rollout-restart':
      return `You restarted the pods of ${what}`;
    case 'suspend':
      return `You suspended ${what}`;
    case 'unsuspend':
      return `You let ${what} go on`;
    default:
      return unreachable(command);
  }
}

type ContainerCommand = Extract<Command, { readonly container: string }>;

function describeContainerCommand(command: ContainerCommand): Description {
  const where = `${command.container} in pod ${command.pod}`;
  const subject = about('Pod', command.namespace, command.pod);
  switch (command.kind) {
    case 'kill-process':
      return { subject, text: `You killed the process of ${where}` };
    case 'break-probe':
      return {
        subject,
        text: `You made ${where} ${{ fail: 'answer its probes with an error', refuse: 'refuse connections', hang: 'hang' }[command.mode]}`,
      };
    case 'mend-probe':
      return { subject, text: `You mended ${where}` };
    case 'set-behaviour':
      return {
        subject,
        text:
          command.value === ''
            ? `You took back ${command.name} of ${where}`
            : `You set ${command.name} of ${where} to ${command.value}`,
      };
    case 'exec':
      return { subject, text: `You ran ${command.argv.join(' ')} in ${where}` };
    case 'exec-input':
      return { subject, text: `You ${typedText(command)} in ${where}` };
    default:
      return unreachable(command);
  }
}

function typedText({ text = '', signal = '' }: Extract<Command, { readonly kind: 'exec-input' }>): string {
  if (signal !== '') return `sent SIG${signal} to what runs`;
  return text === '' ? 'ended the input' : `typed ${text.trimEnd()}`;
}

type MachineCommand = Extract<
  Command,
  {
    readonly kind:
      | 'power-off'
      | 'shut-down'
      | 'power-on'
      | 'cut-network'
      | 'heal-network'
      | 'stop-kubelet'
      | 'start-kubelet';
  }
>;

const MACHINE_TEXTS: Readonly<Record<MachineCommand['kind'], (machine: string) => string>> = {
  'power-off': (machine) => `You switched ${machine} off`,
  'shut-down': (machine) => `You shut ${machine} down`,
  'power-on': (machine) => `You switched ${machine} on`,
  'cut-network': (machine) => `You cut the network of ${machine}`,
  'heal-network': (machine) => `You healed the network of ${machine}`,
  'stop-kubelet': (machine) => `You stopped the kubelet of ${machine}`,
  'start-kubelet': (machine) => `You started the kubelet of ${machine}`,
};

function describeMachineCommand(command: MachineCommand): Description {
  return {
    subject: about('Machine', '', command.machine),
    text: MACHINE_TEXTS[command.kind](command.machine),
  };
}
