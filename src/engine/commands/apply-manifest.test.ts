import { describe, expect, it } from 'vitest';
import { aDeployment, aPod, aRun, manifest } from '../testing/run-builders.ts';
import { checkManifest } from './apply-manifest.ts';
import type { Command, CommandReply } from './command.ts';

const apply = (text: string): Command => ({ kind: 'apply-manifest', text });

function words({ outcomes }: CommandReply): readonly string[] {
  return outcomes.map(({ result, name }) => `${name} ${result}`);
}

describe('apply', () => {
  it('COMMAND-02 creates what is missing, configures what differs and leaves the rest', () => {
    const run = aRun();
    expect(words(run.give(apply(manifest(aDeployment('web', 1), aPod('one')))))).toEqual([
      'web created',
      'one created',
    ]);
    expect(words(run.give(apply(manifest(aDeployment('web', 2), aPod('one')))))).toEqual([
      'web configured',
      'one unchanged',
    ]);
    expect(run.engine.reader().get('Deployment', 'default', 'web')?.spec.replicas).toBe(2);
  });

  it('COMMAND-02 gives an unchanged object no new version', () => {
    const run = aRun();
    run.give(apply(manifest(aDeployment('web', 1))));
    const revision = run.engine.server.context.store.revision;
    expect(run.give(apply(manifest(aDeployment('web', 1)))).ok).toBe(true);
    expect(run.engine.server.context.store.revision).toBe(revision);
  });

  it('COMMAND-03 takes out of the object what the text no longer says, and nothing else', () => {
    const run = aRun();
    const api = run.engine.reader();
    const map = (data: Record<string, string>): string =>
      manifest({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'm' }, data });
    run.give(apply(map({ a: '1', b: '2' })));
    run.give({
      kind: 'request',
      verb: 'patch',
      objectKind: 'ConfigMap',
      namespace: 'default',
      name: 'm',
      patchType: 'merge',
      body: { data: { c: '3' } },
    });
    run.give(apply(map({ b: '2' })));
    expect(api.get('ConfigMap', 'default', 'm')?.data).toEqual({ b: '2', c: '3' });
  });

  it('COMMAND-04 goes on after a refused document', () => {
    const run = aRun();
    const reply = run.give(apply(manifest(aDeployment('bad', -1), aDeployment('good', 0))));
    expect(reply.ok).toBe(false);
    expect(words(reply)).toEqual(['bad refused', 'good created']);
  });

  it('COMMAND-04 applies two documents of one name one after the other', () => {
    const map = (word: string): string =>
      manifest({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'twice' }, data: { word } });
    expect(words(aRun().give(apply(`${map('a')}\n---\n${map('b')}`)))).toEqual([
      'twice created',
      'twice configured',
    ]);
  });

  it('COMMAND-05 deletes what a manifest names and refuses what is not there', () => {
    const run = aRun();
    run.give(apply(manifest(aDeployment('web', 0))));
    const reply = run.give({ kind: 'delete-manifest', text: manifest(aDeployment('web', 0), aPod('none')) });
    expect(words(reply)).toEqual(['web deleted', 'none refused']);
    expect(reply.outcomes[1]).toMatchObject({ code: 404, message: 'pods "none" not found' });
  });

  it('COMMAND-06 puts objects into the namespace of the command unless the text names one', () => {
    const run = aRun();
    run.give(apply(manifest({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } })));
    const map = (metadata: { readonly name: string; readonly namespace?: string }): string =>
      manifest({ apiVersion: 'v1', kind: 'ConfigMap', metadata });
    const reply = run.give({
      kind: 'apply-manifest',
      namespace: 'team',
      text: `${map({ name: 'a' })}\n---\n${map({ name: 'b', namespace: 'default' })}`,
    });
    expect(reply.outcomes.map(({ namespace }) => namespace)).toEqual(['team', 'default']);
  });
});

/** Text, then line and message of its problems. */
const WRONG: readonly {
  readonly name: string;
  readonly text: string;
  readonly at: readonly (readonly [number, RegExp])[];
}[] = [
  {
    name: 'an unknown kind',
    text: 'apiVersion: v1\nkind: Pud\nmetadata: {name: a}\n',
    at: [[2, /no matches for kind "Pud" in version "v1"/]],
  },
  {
    name: 'an unknown version',
    text: 'apiVersion: apps/v9\nkind: Deployment\nmetadata: {name: a}\n',
    at: [[2, /no matches for kind "Deployment" in version "apps\/v9"/]],
  },
  { name: 'no version', text: '# text\nkind: Pod\n', at: [[2, /apiVersion is missing/]] },
  { name: 'no kind', text: 'apiVersion: v1\n', at: [[1, /kind is missing/]] },
  {
    name: 'no name',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  labels: {}\n',
    at: [[3, /metadata.name is missing/]],
  },
  {
    name: 'a number in words',
    text: 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  replicas: three\n',
    at: [[6, /cannot unmarshal string into .*replicas of type int32/]],
  },
  {
    name: 'a number too large for JSON',
    text: 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  replicas: .inf\n',
    at: [[5, /of type int32/]],
  },
  {
    name: 'an unknown field',
    text: 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n  - name: app\n    imagee: nginx\n',
    at: [[8, /unknown field "spec.containers\[0\].imagee"/]],
  },
  {
    name: 'a name with HTML',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "<img src=x onerror=alert(1)>"\n',
    at: [[4, /metadata.name: Invalid value: "<img src=x onerror=alert\(1\)>"/]],
  },
  {
    name: 'a negative number',
    text: 'apiVersion: apps/v1\nkind: ReplicaSet\nmetadata: {name: a}\nspec:\n  selector: {matchLabels: {a: b}}\n  replicas: -1\n  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: c, image: d}]}}\n',
    at: [[6, /must be greater than or equal to 0/]],
  },
  {
    name: 'two containers of one name',
    text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  - {name: c, image: d}\n  - {name: c, image: d}\n',
    at: [[7, /spec.containers\[1\].name: Duplicate value: "c"/]],
  },
];

describe('mistakes in a manifest', () => {
  for (const { name, text, at } of WRONG) {
    it(`COMMAND-07 are named with their line: ${name}`, () => {
      const reply = aRun().give(apply(text));
      expect(reply.ok).toBe(false);
      expect(reply.problems.map(({ line }) => line)).toEqual(at.map(([line]) => line));
      reply.problems.forEach(({ message }, i) => expect(message).toMatch(at[i]?.[1] ?? /^$/));
    });
  }

  it('COMMAND-07 are named once per missing field, at the nearest line there is', () => {
    const reply = aRun().give(
      apply('apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: a\nspec:\n  replicas: 3\n'),
    );
    expect(reply.problems.map(({ line, path }) => [line, path])).toEqual([
      [5, 'spec.selector'],
      [5, 'spec.template.metadata.labels'],
      [5, 'spec.template.spec.containers'],
    ]);
  });

  it('COMMAND-08 are found without touching the run', () => {
    expect(
      checkManifest('apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containrs: []\n').map(
        ({ line, code }) => [line, code],
      ),
    ).toEqual([[6, 'decode/unknown-field']]);
    expect(checkManifest(manifest(aPod('fine')))).toEqual([]);
  });

  it('COMMAND-29 calls invalid what the server would call so, at the line of the field or of its parent', () => {
    const text = 'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: A_b\nspec:\n  replicas: -1\n';
    const found = checkManifest(text);
    expect(found.map(({ line, message }) => `${line} ${message.slice(0, 40)}`)).toEqual([
      '4 metadata.name: Invalid value: "A_b": a l',
      '6 spec.replicas: Invalid value: -1: must b',
      '5 spec.selector: Required value',
      expect.stringMatching(/^5 spec.template/),
      expect.stringMatching(/^5 spec.template.spec.containers: Required/),
    ]);
    const reply = aRun().give(apply(text));
    expect(found.map(({ message }) => message)).toEqual(reply.problems.map(({ message }) => message));
    for (const fine of [
      'apiVersion: v1\nkind: Pod\nmetadata: {generateName: a-}\nspec: {containers: [{name: c, image: i}]}',
      'apiVersion: batch/v1\nkind: Job\nmetadata: {name: a}\nspec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: i}]}}}',
    ])
      expect(checkManifest(fine)).toEqual([]);
  });

  it('COMMAND-29 reads objects without their main parts', () => {
    for (const kind of [
      'Job',
      'CronJob',
      'Deployment',
      'StatefulSet',
      'DaemonSet',
      'Pod',
      'Service',
      'PersistentVolumeClaim',
    ])
      for (const spec of ['', 'spec: {}\n', 'spec: null\n']) {
        const version = {
          Job: 'batch/v1',
          CronJob: 'batch/v1',
          Deployment: 'apps/v1',
          StatefulSet: 'apps/v1',
          DaemonSet: 'apps/v1',
        }[kind];
        const text = `apiVersion: ${version ?? 'v1'}\nkind: ${kind}\nmetadata:\n  name: a\n${spec}`;
        expect([text, checkManifest(text).length > 0]).toEqual([text, true]);
        expect([text, aRun().give(apply(text)).ok]).toEqual([text, false]);
      }
  });

  it('COMMAND-09 leaves keys such as __proto__ without any power', () => {
    const run = aRun();
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: keys}\ndata:\n  constructor: c\n  toString: t\n';
    expect(run.give(apply(text)).ok).toBe(true);
    expect(run.engine.reader().get('ConfigMap', 'default', 'keys')?.data).toEqual({
      constructor: 'c',
      toString: 't',
    });
    run.give(
      apply(
        'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: proto}\ndata:\n  __proto__: {polluted: "yes"}\n',
      ),
    );
    run.give(apply('__proto__: {apiVersion: v1, kind: Pod}\n'));
    expect('polluted' in {}).toBe(false);
  });

  it('COMMAND-10 reads a megabyte, and refuses what the API server finds too long', () => {
    const run = aRun();
    expect(
      run.give(
        apply(
          `# ${'x'.repeat(1024 * 1024)}\n${manifest({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'small' } })}`,
        ),
      ).ok,
    ).toBe(true);
    const reply = run.give(
      apply(
        `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: big}\ndata:\n  a: "${'x'.repeat(1024 * 1024)}"\n`,
      ),
    );
    expect(reply.problems.map(({ message }) => message)).toEqual([
      'metadata.annotations: Too long: may not be more than 262144 bytes',
    ]);
  });
});
