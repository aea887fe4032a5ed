import {
  memo,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { useStore } from 'zustand';
import './cluster-tree.css';
import { TEXTS } from '../texts.ts';
import { rowsNear, rowsOf, treeOf, treeStep, type TreeRow } from './cluster-tree-model.ts';
import { useSession } from './use-session.ts';
import { useSlowly } from './use-slowly.ts';

const START_OPEN: ReadonlySet<string> = new Set(['cluster', 'pending']);

interface RowProps {
  readonly row: TreeRow;
  readonly active: boolean;
  readonly selected: boolean;
  readonly onFocusRow: (row: TreeRow) => void;
}

const Row = memo(function RowDrawing({ row, active, selected, onFocusRow }: RowProps): ReactNode {
  return (
    <li
      role="treeitem"
      data-tree-id={row.item.id}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.setSize}
      aria-expanded={row.expanded ?? undefined}
      aria-selected={selected}
      tabIndex={active ? 0 : -1}
      className="pd-tree-row"
      style={{ paddingLeft: 4 + row.level * 12 }}
      onFocus={() => onFocusRow(row)}
    >
      {row.item.label}
    </li>
  );
});

/** A row far away is drawn only when it is the active one; then it gets the focus that it was promised. */
function useFocusOnceDrawn(list: RefObject<HTMLUListElement | null>, activeId: string): (id: string) => void {
  const wanted = useRef<string | null>(null);
  useLayoutEffect(() => {
    const id = wanted.current;
    wanted.current = null;
    if (id !== null) list.current?.querySelector<HTMLElement>(`[data-tree-id="${CSS.escape(id)}"]`)?.focus();
  }, [list, activeId]);
  return (id) => {
    wanted.current = id;
  };
}

/**
 * The cluster as a tree, always there for a screen reader, and shown over the map while the focus is in it. What has the focus is selected,
 * so that map and inspector follow.
 */
export function ClusterTree(): ReactNode {
  const { map, mirror, selection, layout } = useSession();
  const model = useSlowly(map, ({ model: newest }) => newest);
  const selectedUid = useStore(selection, ({ current }) =>
    current === null ? null : current.kind === 'Node' ? `node ${current.name}` : (current.uid ?? null),
  );
  const [open, setOpen] = useState(START_OPEN);
  const [activeId, setActiveId] = useState('cluster');
  const list = useRef<HTMLUListElement>(null);
  const rows = useMemo(
    () => (model === null ? [] : rowsOf(treeOf(model, mirror.getState().clock?.now ?? 0), open)),
    [model, mirror, open],
  );
  const present = rows.some(({ item }) => item.id === activeId) ? activeId : (rows[0]?.item.id ?? '');

  const want = useFocusOnceDrawn(list, activeId);
  const focusRow = (id: string): void => {
    want(id);
    setActiveId(id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    if (event.key === 'Enter') {
      layout.showInspector('why', true);
      event.preventDefault();
      return;
    }
    const step = treeStep(event.key, rows, present);
    if (step === null) return;
    event.preventDefault();
    event.stopPropagation();
    if ('focus' in step) focusRow(step.focus);
    else if ('open' in step) setOpen(new Set([...open, step.open]));
    else setOpen(new Set([...open].filter((id) => id !== step.close)));
  };
  const onFocusRow = (row: TreeRow): void => {
    setActiveId(row.item.id);
    if (row.item.ref !== null) selection.select(row.item.ref);
  };
  if (rows.length === 0) return null;
  return (
    <div className="pd-tree">
      <p className="pd-note pd-tree-hint" id="pd-tree-hint">
        {TEXTS.map.outlineHint}
      </p>
      {/* Keys bubble from the rows, which are the focusable ones. */}
      <ul
        role="tree"
        aria-label={TEXTS.map.outline}
        aria-describedby="pd-tree-hint"
        ref={list}
        onKeyDown={onKeyDown}
        className="pd-tree-rows"
        id="pd-tree"
      >
        {rowsNear(rows, present).map((row) => (
          <Row
            key={row.item.id}
            row={row}
            active={row.item.id === present}
            selected={row.item.id === selectedUid}
            onFocusRow={onFocusRow}
          />
        ))}
      </ul>
    </div>
  );
}
