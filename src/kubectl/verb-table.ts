/** All verbs by name. */
import { apply } from './verbs/apply.ts';
import { create } from './verbs/create.ts';
import { debug } from './verbs/debug.ts';
import { deleteVerb } from './verbs/delete.ts';
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
  apply,
  cordon,
  create,
  debug,
  delete: deleteVerb,
  drain,
  exec,
  get,
  label,
  logs,
  patch,
  rollout,
  scale,
  set,
  taint,
  uncordon,
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
