/** All verbs by name. */
import { apply } from './verbs/apply.ts';
import { create } from './verbs/create.ts';
import { attach } from './verbs/attach.ts';
import {
  apiResources,
  apiVersions,
  auth,
  clusterInfo,
  explain,
  top,
  version,
} from './verbs/cluster-words.ts';
import { cp } from './verbs/copy.ts';
import { diff } from './verbs/diff.ts';
import { edit, replace } from './verbs/edit.ts';
import { events } from './verbs/events.ts';
import { autoscale, expose } from './verbs/expose.ts';
import { portForward } from './verbs/port-forward.ts';
import { run } from './verbs/run.ts';
import { wait } from './verbs/wait.ts';
import { debug } from './verbs/debug.ts';
import { deleteVerb } from './verbs/delete.ts';
import { describe } from './verbs/describe.ts';
import { exec } from './verbs/exec.ts';
import { get } from './verbs/get.ts';
import { annotate, label } from './verbs/label.ts';
import { logs } from './verbs/logs.ts';
import { cordon, drain, uncordon } from './verbs/nodes.ts';
import { patch } from './verbs/patch.ts';
import { rollout } from './verbs/rollout.ts';
import { scale } from './verbs/scale.ts';
import { set } from './verbs/set.ts';
import { taint } from './verbs/taint.ts';
import type { Verb } from './verbs/verb.ts';

export const VERBS: Readonly<Record<string, Verb>> = {
  annotate,
  'api-resources': apiResources,
  'api-versions': apiVersions,
  apply,
  attach,
  auth,
  autoscale,
  'cluster-info': clusterInfo,
  cordon,
  cp,
  create,
  debug,
  delete: deleteVerb,
  describe,
  diff,
  drain,
  edit,
  events,
  exec,
  explain,
  expose,
  get,
  label,
  logs,
  patch,
  'port-forward': portForward,
  replace,
  rollout,
  run,
  scale,
  set,
  taint,
  top,
  uncordon,
  version,
  wait,
};

/** Verbs that are a shelf of others. */
export const SUBCOMMANDS: Readonly<Record<string, readonly string[]>> = {
  create: [
    'configmap',
    'cronjob',
    'deployment',
    'job',
    'namespace',
    'poddisruptionbudget',
    'priorityclass',
    'quota',
    'secret',
    'service',
    'serviceaccount',
  ],
  rollout: ['history', 'pause', 'restart', 'resume', 'status', 'undo'],
  set: ['env', 'image', 'resources', 'selector', 'serviceaccount'],
  top: ['node', 'pod'],
};
