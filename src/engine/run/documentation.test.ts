/**
 * The examples of Kubernetes' documentation, each reduced to its essence, with what its page says will happen. The lists in
 * engine/testing/documentation say which were tried. A fact names a pod or an Event and what holds of it `after` so many seconds.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Json, JsonObject } from '../../base/json.ts';
import { deepEqual } from '../../base/json.ts';
import { must } from '../../base/assert.ts';
import type { Pod } from '../api/core-v1-pod.ts';
import type { Command } from '../commands/command.ts';
import { KNOWN_IMAGES } from '../world/settings.ts';
import { aMachine, aSetup, wait } from '../testing/run-builders.ts';
import { Run } from './run.ts';

interface Fact {
  readonly after?: number;
  /** A pod by name, or the first of a controller by the beginning of its name and `*`. */
  readonly pod?: string;
  readonly container?: string;
  readonly phase?: string;
  readonly ready?: boolean;
  readonly restarts?: number;
  /** Path into the object of `kind` (a pod if left out) named `name`. */
  readonly path?: string;
  readonly kind?:
    'Job' | 'Deployment' | 'ReplicaSet' | 'StatefulSet' | 'DaemonSet' | 'CronJob' | 'ReplicationController';
  readonly name?: string;
  readonly equals?: Json;
  readonly event?: string;
  readonly exec?: readonly string[];
  readonly log?: string;
  readonly prints?: string;
  readonly contains?: string;
  readonly matches?: string;
  /** A second manifest, applied now. */
  readonly apply?: string;
  readonly namespace?: string;
  /** A patch of the pod's subresource resize. */
  readonly resize?: JsonObject;
}

interface Example {
  readonly example: string;
  readonly page: string;
  readonly manifest: string;
  readonly facts: readonly Fact[];
}

const FOLDER = resolve('src/engine/testing/documentation');
const LISTS = readdirSync(FOLDER).filter((file) => file.endsWith('.yaml'));

function newRun(): Run {
  const machines = ['node-a', 'node-b', 'node-c'].map((name, index) =>
    aMachine(name, { podsMax: 110, labels: { disktype: index === 0 ? 'ssd' : 'hdd' } }),
  );
  return new Run(aSetup({ machines, preloadedImages: KNOWN_IMAGES }));
}

/** What a fact says and what was found instead; nothing when they agree. */
type Findings = readonly string[];

function compared(what: string, wanted: unknown, found: unknown): Findings {
  if (wanted === undefined || deepEqual(found, wanted)) return [];
  return [`${what}: ${JSON.stringify(wanted)} expected, ${JSON.stringify(found)} found`];
}

class Trial {
  private readonly run = newRun();
  private readonly answers = new Map<number, JsonObject>();

  constructor() {
    this.run.engine.onExecAnswered((entry, answer) => this.answers.set(entry, answer as JsonObject));
  }

  apply(text: string): Findings {
    return this.refusals({ kind: 'apply-manifest', text, namespace: 'default' });
  }

  private refusals(command: Command): Findings {
    const { outcomes } = this.run.give(command);
    return outcomes.filter(({ result }) => result === 'refused').map(({ message = '' }) => message);
  }

  check(fact: Fact): Findings {
    if (fact.after !== undefined) wait(this.run, Math.max(0, fact.after * 1000 - this.run.now));
    if (fact.apply !== undefined) return this.apply(fact.apply);
    if (fact.resize !== undefined) return this.resize(fact.pod ?? '', fact.resize);
    const { event } = fact;
    const events = event === undefined || this.events().some((text) => text.includes(event));
    if (!events) return [`no Event says ${event ?? ''}`, ...this.events()];
    if (fact.kind !== undefined) return this.checkObject(fact);
    return fact.pod === undefined ? [] : this.checkPod(fact, this.pod(fact));
  }

  private resize(name: string, body: JsonObject): Findings {
    const request = {
      kind: 'request',
      verb: 'patch',
      patchType: 'strategic',
      subresource: 'resize',
    } as const;
    return this.refusals({ ...request, objectKind: 'Pod', namespace: 'default', name, body });
  }

  private events(): readonly string[] {
    const events = this.run.engine.reader().list('Event');
    return events.map(({ reason, message }) => `${reason ?? ''} ${message ?? ''}`);
  }

  private pod({ pod = '', namespace = 'default' }: Fact): Pod {
    const pods = this.run.engine.reader().list('Pod', { namespace });
    const isIt = ({ metadata: { name } }: Pod): boolean =>
      pod.endsWith('*') ? name.startsWith(pod.slice(0, -1)) : name === pod;
    return must(pods.find(isIt), `a pod ${pod}`);
  }

  private checkObject({ kind = 'Job', name = '', path = '', equals, namespace = 'default' }: Fact): Findings {
    const object = this.run.engine.reader().get(kind, namespace, name);
    return compared(`${kind} ${name} ${path}`, equals, at(object, path));
  }

  private checkPod(fact: Fact, pod: Pod): Findings {
    const { containerStatuses = [], conditions = [], phase } = pod.status ?? {};
    const ready = conditions.find(({ type }) => type === 'Ready')?.status === 'True';
    const restarts = containerStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
    return [
      ...compared('phase', fact.phase, phase),
      ...compared('ready', fact.ready, ready),
      ...compared('restarts', fact.restarts, restarts),
      ...(fact.path === undefined ? [] : compared(fact.path, fact.equals, at(pod, fact.path))),
      ...(fact.exec === undefined ? [] : checkText(fact, this.exec(fact, pod))),
      ...(fact.log === undefined ? [] : checkText(fact, this.log(pod, fact.log))),
    ];
  }

  private exec({ exec = [], container }: Fact, pod: Pod): string {
    const { namespace = 'default', name } = pod.metadata;
    const target = { namespace, pod: name, container: container ?? pod.spec.containers[0]?.name ?? '' };
    const { entry } = this.run.give({ kind: 'exec', argv: exec, ...target });
    wait(this.run, 3000);
    const result = this.answers.get(entry)?.['result'] as { output?: string; error?: string } | undefined;
    return result?.output ?? result?.error ?? 'no answer';
  }

  private log(pod: Pod, container: string): string {
    const { world } = this.run.engine;
    const runs = world.containers(pod.spec.nodeName ?? '', pod.metadata.uid ?? '');
    const newest = runs.find(({ name }) => name === container);
    return (world.log(newest?.id ?? '') ?? []).map(({ text }) => text).join('\n');
  }
}

function checkText({ prints, contains, matches }: Fact, text: string): Findings {
  const missing = contains !== undefined && !text.includes(contains);
  const differs = matches !== undefined && !new RegExp(matches, 'm').test(text);
  return [
    ...compared('text', prints, text),
    ...(missing ? [`${contains} is not in: ${text}`] : []),
    ...(differs ? [`${matches} does not match: ${text}`] : []),
  ];
}

/** `a.b[0].c` of an object. */
function at(object: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter((step) => step !== '')
    .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], object);
}

for (const list of LISTS) {
  describe(`the documentation's ${list.replace('.yaml', '')}`, () => {
    const examples = parse(readFileSync(resolve(FOLDER, list), 'utf8')) as readonly Example[];
    for (const example of examples) {
      it(`RUN-40 ${example.example}: ${example.page}`, () => {
        const trial = new Trial();
        expect(trial.apply(example.manifest)).toEqual([]);
        expect(example.facts.length).toBeGreaterThan(0);
        for (const fact of example.facts) expect(trial.check(fact), JSON.stringify(fact)).toEqual([]);
      });
    }
  });
}
