import { useState, type ReactNode } from 'react';
import { quantityText } from '../../projections/pod-inside/gauge.ts';
import type { FileText, FileView, PodInside } from '../../protocol/pod-inside.ts';
import { useAnswer } from '../app-shell/use-answer.ts';
import { useMoment } from '../app-shell/use-session.ts';
import { axisText } from '../timeline/clock-text.ts';
import { Drawer } from './drawer.tsx';
import { TEXTS } from './texts.ts';

function modeText(mode: number): string {
  return mode.toString(8).padStart(4, '0');
}

function FileRow({
  file,
  chosen,
  onChoose,
}: {
  readonly file: FileView;
  readonly chosen: boolean;
  readonly onChoose: () => void;
}): ReactNode {
  return (
    <li>
      <button type="button" className="pd-in-file" aria-pressed={chosen} onClick={onChoose}>
        <code>{file.path}</code>
        {file.target !== '' && <span className="pd-note">→ {file.target}</span>}
        <span className="pd-note">{quantityText('memory', file.bytes)}</span>
        <span className="pd-note">{file.changedAt > 0 ? axisText(file.changedAt) : ''}</span>
      </button>
    </li>
  );
}

function Text({ file }: { readonly file: FileText | null }): ReactNode {
  if (file === null) return <p className="pd-quiet pd-in-page">{TEXTS.noFile}</p>;
  return (
    <div className="pd-in-page">
      <p className="pd-note">
        <code>{file.path}</code>, {TEXTS.bytes(file.bytes)}, mode {modeText(file.mode)}
        {file.changedAt > 0 && `, changed ${axisText(file.changedAt)}`}
      </p>
      {file.binary ? (
        <p>{TEXTS.binary}</p>
      ) : (
        // A text field can be scrolled, searched and copied by keys.
        <textarea readOnly aria-label={`Text of ${file.path}`} value={file.text} placeholder={TEXTS.empty} />
      )}
      {file.cut && <p className="pd-note">{TEXTS.cut}</p>}
    </div>
  );
}

export interface FilesDrawerProps {
  readonly pod: PodInside;
  /** A volume's name, or `/dev/shm`. */
  readonly volume: string;
  readonly onClose: () => void;
}

/** The files of a volume, and the text of one of them, as they are at the shown moment. */
export function FilesDrawer({ pod, volume, onClose }: FilesDrawerProps): ReactNode {
  const moment = useMoment();
  const ref = { kind: 'Pod', namespace: pod.namespace, name: pod.name, uid: pod.uid };
  const all = useAnswer({ ask: 'files', pod: ref, volume }, moment);
  const files = (all ?? []).filter(({ kind }) => kind !== 'directory');
  const [chosen, choose] = useState<string | null>(null);
  const path = chosen ?? files.find(({ kind }) => kind === 'file')?.path ?? null;
  const text = useAnswer(path === null ? null : { ask: 'file', pod: ref, volume, path }, moment);
  const users = pod.containers.flatMap(({ name, mounts }) =>
    mounts.filter((mount) => mount.volume === volume).map((mount) => `${name} at ${mount.path}`),
  );
  return (
    <Drawer title={TEXTS.openFiles(volume)} note={users.join(' · ')} onClose={onClose}>
      <div className="pd-in-reader">
        <ul className="pd-in-list" aria-label={TEXTS.openFiles(volume)}>
          {files.map((file) => (
            <FileRow
              key={file.path}
              file={file}
              chosen={file.path === path}
              onChoose={() => choose(file.path)}
            />
          ))}
          {files.length === 0 && (
            <li className="pd-quiet">{all === null ? TEXTS.notMounted : TEXTS.empty}</li>
          )}
        </ul>
        {path === null ? <p className="pd-quiet pd-in-page">{TEXTS.pickFile}</p> : <Text file={text} />}
      </div>
    </Drawer>
  );
}
