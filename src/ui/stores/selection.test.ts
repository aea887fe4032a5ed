import { describe, expect, it } from 'vitest';
import { createSelection } from './selection.ts';

const pod = (name: string, uid: string) => ({ kind: 'Pod', namespace: 'default', name, uid });

describe('selection', () => {
  it('FRAME-24 goes back and forward through what was selected', () => {
    const selection = createSelection();
    selection.select(pod('a', '1'));
    selection.select(pod('b', '2'));
    selection.select(pod('b', '2'));
    selection.back();
    expect(selection.getState().current?.name).toBe('a');
    selection.forward();
    expect(selection.getState().current?.name).toBe('b');
    selection.forward();
    expect(selection.getState().current?.name).toBe('b');
  });

  it('FRAME-25 tells two bearers of one name apart by their uid', () => {
    const selection = createSelection();
    selection.select(pod('web-0', '1'));
    selection.select(pod('web-0', '2'));
    expect(selection.getState().current?.uid).toBe('2');
    expect(selection.getState().past).toHaveLength(1);
  });
});
