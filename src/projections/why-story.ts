/** The chain of causes as it is told: a person's command and the request that it came down to are one deed. */
import type { ObjectRef, WhyStep } from '../protocol/requests.ts';
import { isYou } from './actors.ts';

const MANIFEST_COMMANDS: ReadonlySet<string> = new Set(['apply-manifest', 'delete-manifest']);
const REQUESTS: ReadonlySet<string> = new Set(['create', 'update', 'patch', 'delete']);

/** Of a manifest the object is told (`You applied Deployment web`), of other commands the command (`You scaled web to 5`). */
export function toldSteps(steps: readonly WhyStep[], subject: ObjectRef): readonly WhyStep[] {
  return steps.flatMap((step) => {
    if (isSibling(step, subject)) return [];
    const { happening } = step;
    const isCommand = isYou(happening.actor) && !REQUESTS.has(happening.verb);
    if (isCommand)
      return MANIFEST_COMMANDS.has(happening.verb) && steps.some((other) => isRequestOf(other, step))
        ? []
        : [step];
    const command = steps.find((other) => isRequestOf(step, other));
    if (command === undefined) return [step];
    return MANIFEST_COMMANDS.has(command.happening.verb) ? [asOneDeed(step, command)] : [];
  });
}

/** That another pod was made before says nothing about this one. */
function isSibling({ happening: { kind, verb, name } }: WhyStep, subject: ObjectRef): boolean {
  return subject.kind === 'Pod' && kind === 'Pod' && verb === 'create' && name !== subject.name;
}

function isRequestOf(request: WhyStep, command: WhyStep): boolean {
  const { actor, verb, causes } = request.happening;
  return (
    isYou(actor) &&
    REQUESTS.has(verb) &&
    isYou(command.happening.actor) &&
    !REQUESTS.has(command.happening.verb) &&
    causes.includes(command.happening.id)
  );
}

function asOneDeed(request: WhyStep, { command }: WhyStep): WhyStep {
  const { verb } = request.happening;
  return {
    ...request,
    command,
    happening: { ...request.happening, verb: verb === 'delete' ? verb : 'apply' },
  };
}
