import { describe, expect, it } from 'vitest';
import { decode } from '../decode.ts';
import { applyDefaults } from '../defaulting/defaulting.ts';
import { kindOf } from '../resources.ts';
import { rejected, stored, type Sent } from '../testing/recordings.ts';
import type { Kind, KubeObject } from '../types.ts';
import { required, toStatus } from './field-error.ts';
import { validateCreate } from './validation.ts';

const generated = { 'batch.kubernetes.io/controller-uid': '0b1d2c3d-0000-4000-8000-000000000000' };

/** What the server adds to a Job before it is validated. */
function withGeneratedSelector(send: Sent['send']): unknown {
  const job = JSON.parse(JSON.stringify(send));
  if (send.kind !== 'Job' || job.spec.manualSelector === true) return job;
  job.spec.selector = {
    ...job.spec.selector,
    matchLabels: { ...job.spec.selector?.matchLabels, ...generated },
  };
  job.spec.template.metadata = {
    ...job.spec.template.metadata,
    labels: { ...job.spec.template.metadata?.labels, ...generated },
  };
  return job;
}

function ready(send: Sent['send']): KubeObject {
  const object: unknown = {
    ...decode(send.apiVersion, send.kind, withGeneratedSelector(send)).object,
    status: {},
  };
  return applyDefaults(object as KubeObject);
}

const kindIn = (send: Sent['send']): Kind => kindOf(send.apiVersion, send.kind) ?? 'Pod';

describe('validateCreate', () => {
  it.each(rejected)('NOUN-13 refuses in the words of the real server: $name', ({ send, message }) => {
    const object = ready(send);
    expect(toStatus(kindIn(send), object.metadata.name ?? '', validateCreate(object)).message).toBe(message);
  });

  it.each(stored)('NOUN-14 accepts what the real server accepts: $name', ({ send }) => {
    expect(validateCreate(ready(send))).toEqual([]);
  });
});

describe('toStatus', () => {
  it('NOUN-15 says a repeated error once and lists every cause', () => {
    const errors = [required('spec.a'), required('spec.a'), required('spec.b', 'please')];
    expect(toStatus('Deployment', 'w', errors)).toEqual({
      code: 422,
      reason: 'Invalid',
      message: 'Deployment.apps "w" is invalid: [spec.a: Required value, spec.b: Required value: please]',
      details: {
        name: 'w',
        group: 'apps',
        kind: 'Deployment',
        causes: [
          { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.a' },
          { reason: 'FieldValueRequired', message: 'Required value', field: 'spec.a' },
          { reason: 'FieldValueRequired', message: 'Required value: please', field: 'spec.b' },
        ],
      },
    });
  });
});
