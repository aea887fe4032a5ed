import { describe, expect, it } from 'vitest';
import { documentLines, locateObject } from './locate-object.ts';

const TEXT = `# two documents
apiVersion: v1
kind: Service
metadata:
  name: web
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    metadata:
      labels: { app: web }
    spec:
      containers: []
`;

describe('locateObject', () => {
  it('FRAME-22 finds the lines that made an object, and the pod template inside them', () => {
    expect(locateObject(TEXT, { kind: 'Service', namespace: 'default', name: 'web' })).toEqual({
      from: 2,
      to: 5,
    });
    expect(
      locateObject(TEXT, { kind: 'Deployment', namespace: 'default', name: 'web' }, ['spec', 'template']),
    ).toEqual({ from: 13, to: 16 });
    expect(locateObject(TEXT, { kind: 'Deployment', namespace: 'shop', name: 'web' })).toBeNull();
    expect(locateObject('a: [', { kind: 'Pod', namespace: '', name: 'x' })).toBeNull();
  });

  it('FRAME-23 knows the first line of each document', () => {
    expect(documentLines(TEXT)).toEqual([2, 7]);
    expect(documentLines('')).toEqual([]);
  });
});
