import { describe, expect, it } from 'vitest';
import { manifestOf } from './live-manifest.ts';

describe('manifest of a live object', () => {
  it('FRAME-50 leaves out what only the server sets and keeps the usual order', () => {
    const text = manifestOf({
      metadata: {
        name: 'web',
        uid: 'u',
        resourceVersion: '7',
        labels: { app: 'web' },
        annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
      },
      spec: { replicas: 3 },
      status: { replicas: 3 },
      kind: 'Deployment',
      apiVersion: 'apps/v1',
    });
    expect(text).toBe(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  replicas: 3\n',
    );
  });
});
