import { describe, expect, it } from 'vitest';
import { mainScene } from '../gallery/sample-scenes.ts';
import { rowsNear, rowsOf, treeOf, treeStep } from './cluster-tree-model.ts';

const root = treeOf(mainScene().model, 352_300);
const CLOSED = new Set(['cluster']);
const OPEN = new Set(['cluster', 'node node-b']);

describe('the cluster as a tree', () => {
  it('FRAME-44 names promises, waiting pods, services and nodes in reading order, with level and place', () => {
    const rows = rowsOf(root, CLOSED);
    expect(rows[0]).toMatchObject({ level: 1, setSize: 1 });
    const labels = rows.map(({ item }) => item.label);
    expect(labels.findIndex((label) => label.startsWith('Deployment web'))).toBeLessThan(
      labels.findIndex((label) => label.startsWith('Pending')),
    );
    expect(labels.findIndex((label) => label.startsWith('Pending'))).toBeLessThan(
      labels.findIndex((label) => label.startsWith('node-a')),
    );
    expect(rows.at(-1)).toMatchObject({
      level: 2,
      position: rows.length - 1,
      setSize: rows.length - 1,
      expanded: false,
    });
  });

  it('FRAME-44 tells of many waiting pods only the first, and how many more there are', () => {
    const { model } = mainScene();
    const [pod] = model.nodes.flatMap((node) => node.pods);
    if (pod === undefined) throw new Error('the scene has no pod');
    const pods = Array.from({ length: 100 }, (_, i) => ({ pod: { ...pod, uid: `waits-${i}` }, gate: null }));
    const rows = rowsOf(treeOf({ ...model, pending: { pods } }, 0), new Set(['cluster', 'pending']));
    const waiting = rows.filter(({ parentId }) => parentId === 'pending');
    expect(waiting).toHaveLength(31);
    expect(waiting.at(-1)).toMatchObject({ position: 31, setSize: 31, item: { label: '70 more' } });
  });

  it('FRAME-44 of thousands of rows only the neighbourhood of the active one is there, each with its place', () => {
    const { model } = mainScene();
    const [node] = model.nodes;
    if (node === undefined) throw new Error('the scene has no node');
    const nodes = Array.from({ length: 2000 }, (_, i) => ({ ...node, name: `node-${i}` }));
    const rows = rowsOf(treeOf({ ...model, nodes }, 0), new Set(['cluster']));
    const near = rowsNear(rows, 'node node-1000');
    expect(near).toHaveLength(201);
    expect(near[100]?.item.label).toMatch(/^node-1000,/);
    expect(near[100]?.setSize).toBe(rows.length - 1);
    expect(rowsNear(rows, 'cluster')[0]?.item.id).toBe('cluster');
  });

  it('FRAME-45 moves with arrow keys, opens to the right and closes to the left', () => {
    expect(treeStep('ArrowDown', rowsOf(root, CLOSED), 'cluster')).toMatchObject({
      focus: rowsOf(root, CLOSED)[1]?.item.id,
    });
    expect(treeStep('ArrowRight', rowsOf(root, CLOSED), 'node node-b')).toEqual({ open: 'node node-b' });
    const rows = rowsOf(root, OPEN);
    const firstPod = rows[rows.findIndex(({ item }) => item.id === 'node node-b') + 1];
    expect(treeStep('ArrowRight', rows, 'node node-b')).toEqual({ focus: firstPod?.item.id });
    expect(treeStep('ArrowLeft', rows, firstPod?.item.id ?? '')).toEqual({ focus: 'node node-b' });
    expect(treeStep('ArrowLeft', rows, 'node node-b')).toEqual({ close: 'node node-b' });
    expect(treeStep('ArrowUp', rows, 'cluster')).toBeNull();
    expect(treeStep('x', rows, 'cluster')).toBeNull();
  });
});
