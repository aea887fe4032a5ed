/** How each command would have been typed: the kubectl tab prints it, the palette shows it beside the action. */
import { unreachable } from '../../base/assert.ts';
import type { Command, CommandOutcome } from '../stores/engine-words.ts';

/** Names as kubectl takes them: `deployment`, `replicaset`. */
export function resourceName(kind: string): string {
  return kind.toLowerCase();
}

function scoped(namespace: string): string {
  return namespace === '' || namespace === 'default' ? '' : ` -n ${namespace}`;
}

function requestLine(command: Extract<Command, { kind: 'request' }>): string {
  if (command.typed !== undefined) return command.typed;
  const target = `${resourceName(command.objectKind)} ${command.name}${scoped(command.namespace)}`;
  const grace = command.options?.gracePeriodSeconds;
  if (command.verb === 'delete')
    return `kubectl delete ${target}${grace === undefined ? '' : ` --grace-period=${grace}${grace === 0 ? ' --force' : ''}`}`;
  if (command.verb === 'patch') return `kubectl patch ${target} -p '${JSON.stringify(command.body ?? {})}'`;
  if (command.verb === 'evict') return `(evict ${target})`;
  return `kubectl ${command.verb === 'update' ? 'replace' : command.verb} -f -  # ${target}`;
}

type RolloutCommand = Extract<
  Command,
  { kind: 'rollout-undo' | 'rollout-pause' | 'rollout-resume' | 'rollout-restart' }
>;

function rolloutLine(command: RolloutCommand): string {
  const revision =
    command.kind === 'rollout-undo' && command.toRevision > 0 ? ` --to-revision=${command.toRevision}` : '';
  const verb = command.kind.slice('rollout-'.length);
  return `kubectl rollout ${verb} ${resourceName(command.objectKind)}/${command.name}${scoped(command.namespace)}${revision}`;
}

function inContainer(command: {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}): string {
  return `${command.pod}${scoped(command.namespace)} -c ${command.container}`;
}

/** One line; in round brackets where kubectl has no word for it. */
export function kubectlLine(command: Command): string {
  switch (command.kind) {
    case 'apply-manifest':
      return 'kubectl apply -f -';
    case 'delete-manifest':
      return 'kubectl delete -f -';
    case 'request':
      return requestLine(command);
    case 'scale':
      return `kubectl scale ${resourceName(command.objectKind)} ${command.name}${scoped(command.namespace)} --replicas=${command.replicas}`;
    case 'rollout-undo':
    case 'rollout-pause':
    case 'rollout-resume':
    case 'rollout-restart':
      return rolloutLine(command);
    case 'suspend':
    case 'unsuspend':
      return `kubectl patch ${resourceName(command.objectKind)} ${command.name}${scoped(command.namespace)} -p '{"spec":{"suspend":${command.kind === 'suspend'}}}'`;
    case 'trigger-cron-job':
      return `kubectl create job ${command.job}${scoped(command.namespace)} --from=cronjob/${command.name}`;
    case 'cordon':
    case 'uncordon':
      return `kubectl ${command.kind} ${command.node}`;
    case 'add-node':
      return `(a new machine joins${command.name === undefined ? '' : `: ${command.name}`})`;
    case 'remove-node':
      return `kubectl delete node ${command.machine}  # and the machine is taken away`;
    case 'shut-down':
      return `ssh ${command.machine} systemctl poweroff`;
    case 'power-off':
    case 'power-on':
      return `(${command.machine}: power ${command.kind === 'power-on' ? 'on' : 'off'})`;
    case 'cut-network':
    case 'heal-network':
      return `(${command.machine}: network ${command.kind === 'cut-network' ? 'cut' : 'healed'})`;
    case 'stop-kubelet':
    case 'start-kubelet':
      return `ssh ${command.machine} systemctl ${command.kind === 'stop-kubelet' ? 'stop' : 'start'} kubelet`;
    case 'kill-process':
      return `kubectl exec ${inContainer(command)} -- kill -${command.signal ?? 'KILL'} 1`;
    case 'break-probe':
      return `(${inContainer(command)}: its server ${command.mode === 'fail' ? 'answers 500' : command.mode === 'refuse' ? 'refuses' : 'hangs'})`;
    case 'mend-probe':
      return `(${inContainer(command)}: its server answers again)`;
    case 'set-behaviour':
      return `(${inContainer(command)}: ${command.name} ${command.value === '' ? 'as it was' : command.value})`;
    case 'exec':
      return `kubectl exec ${inContainer(command)} -- ${command.argv.join(' ')}`;
    case 'exec-input':
      return `(typed into ${inContainer(command)})`;
    case 'set-registry':
      return `(registry ${command.state})`;
    case 'set-load-generator':
      return `(load ${command.name}: ${command.requestsPerSecond} requests/s to ${command.service}.${command.namespace})`;
    case 'remove-load-generator':
      return `(load ${command.name} stopped)`;
    case 'set-metric':
      return `(metric ${command.path} = ${command.value})`;
    case 'write-static-manifest':
      return `ssh ${command.machine} ${command.content === null ? 'rm' : 'cat > '}/etc/kubernetes/manifests/${command.file}`;
    default:
      return unreachable(command);
  }
}

/** One line of an answer, as kubectl words it: `deployment.apps/web created` without the group, which the screen does not know. */
export function outcomeLine(outcome: CommandOutcome): string {
  if (outcome.result === 'refused') return `Error: ${outcome.message ?? 'refused'}`;
  if (outcome.result === 'done') return '';
  return `${resourceName(outcome.kind)}/${outcome.name} ${outcome.result}`;
}
