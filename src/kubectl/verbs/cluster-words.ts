/** Verbs about the cluster as a whole and about kubectl itself. */
import { compareStrings } from '../../base/compare.ts';
import { resourceOf, resources } from '../../engine/api/resources.ts';
import type { Kind } from '../../engine/api/types.ts';
import { kindForResourceName } from '../../engine/api/resources.ts';
import { alignedRows } from '../print/blocks.ts';
import { Refusal, complaint, say, usage, warn } from '../session.ts';
import type { Verb } from './verb.ts';

const VERSION = 'v1.37.2';
const VERBS_OF_KIND = 'create,delete,deletecollection,get,list,patch,update,watch';

export const apiResources: Verb = {
  flags: {
    namespaced: 'value',
    'api-group': 'value',
    output: 'value',
    'no-headers': 'switch',
    'sort-by': 'value',
    verbs: 'list',
    categories: 'list',
  },
  async run(session, line) {
    const group = line.flag('api-group');
    const namespaced = line.flag('namespaced');
    const wide = line.flag('output') === 'wide';
    const found = resources
      .filter((one) => group === undefined || one.group === group)
      .filter((one) => namespaced === undefined || String(one.namespaced) === namespaced)
      .filter((one) => line.list('categories').every((category) => one.categories.includes(category)));
    const sorted = [...found].sort(
      (a, b) => compareStrings(a.group, b.group) || compareStrings(a.plural, b.plural),
    );
    if (line.flag('output') === 'name') {
      for (const one of sorted) say(session, one.group === '' ? one.plural : `${one.plural}.${one.group}`);
      return 0;
    }
    const rows = sorted.map((one) => [
      one.plural,
      one.shortNames.join(','),
      one.apiVersion,
      String(one.namespaced),
      one.kind,
      ...(wide ? [VERBS_OF_KIND, one.categories.join(',')] : []),
    ]);
    const head = [
      'NAME',
      'SHORTNAMES',
      'APIVERSION',
      'NAMESPACED',
      'KIND',
      ...(wide ? ['VERBS', 'CATEGORIES'] : []),
    ];
    session.out.push(alignedRows(line.isSet('no-headers') ? rows : [head, ...rows], []));
    return 0;
  },
};

export const apiVersions: Verb = {
  flags: {},
  async run(session) {
    const all = [...new Set(resources.map(({ apiVersion }) => apiVersion))].sort(compareStrings);
    for (const one of all) say(session, one);
    return 0;
  },
};

export const version: Verb = {
  flags: { client: 'switch', output: 'value', short: 'switch' },
  async run(session, line) {
    say(session, `Client Version: ${VERSION}`);
    say(session, 'Kustomize Version: v5.8.1');
    if (!line.isSet('client')) say(session, `Server Version: ${VERSION}`);
    return 0;
  },
};

export const clusterInfo: Verb = {
  flags: {},
  async run(session) {
    say(session, 'Kubernetes control plane is running at https://127.0.0.1:6443\n');
    say(session, "To further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.");
    return 0;
  },
};

/** There is one user, who may do everything. */
export const auth: Verb = {
  flags: { 'all-namespaces': 'switch', list: 'switch', quiet: 'switch', subresource: 'value', as: 'value' },
  async run(session, line) {
    const [what = '', verb, type] = line.arguments;
    if (what === 'whoami') {
      session.out.push(
        alignedRows(
          [
            ['ATTRIBUTE', 'VALUE'],
            ['Username', 'kubernetes-admin'],
            ['Groups', '[kubeadm:cluster-admins system:authenticated]'],
          ],
          [],
        ),
      );
      return 0;
    }
    if (what !== 'can-i') throw usage('auth', `unknown command "${what}" for "kubectl auth"`);
    if (verb === undefined || type === undefined)
      throw complaint(
        "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
      );
    const name = type.split('/')[0] ?? type;
    const kind = kindForResourceName(name);
    if (name !== '*' && kind === undefined)
      warn(session, `the server doesn't have a resource type '${name}'\n`);
    else if (kind !== undefined && !resourceOf(kind as Kind).namespaced)
      warn(session, `resource '${resourceOf(kind as Kind).plural}' is not namespace scoped\n`);
    if (!line.isSet('quiet')) say(session, 'yes');
    return 0;
  },
};

/** **Simplified:** no metrics server is installed, so there is nothing to show. */
export const top: Verb = {
  flags: {
    'all-namespaces': 'switch',
    selector: 'value',
    containers: 'switch',
    'no-headers': 'switch',
    'sort-by': 'value',
    sum: 'switch',
  },
  async run(_, line) {
    const [what = ''] = line.arguments;
    if (!/^(pods?|po|nodes?|no)$/.test(what))
      throw usage('top', `unknown command "${what}" for "kubectl top"`);
    throw complaint('Metrics API not available');
  },
};

/** **Simplified:** the field descriptions of the API are not here. */
export const explain: Verb = {
  flags: { recursive: 'switch', 'api-version': 'value', output: 'value' },
  async run(session, line) {
    const [path] = line.arguments;
    if (path === undefined)
      throw new Refusal(
        'error: You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    const [type = ''] = path.split('.');
    const kind = kindForResourceName(type);
    if (kind === undefined) throw complaint(`the server doesn't have a resource type "${type}"`);
    const { group, version: apiVersion } = resourceOf(kind);
    if (group !== '') say(session, `GROUP:      ${group}`);
    say(session, `KIND:       ${kind}\nVERSION:    ${apiVersion}\n`);
    throw complaint('this kubectl has no descriptions of fields; the editor shows them while you type');
  },
};
