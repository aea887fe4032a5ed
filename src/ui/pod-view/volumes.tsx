/** Volumes: a drum inside the wall, a sheet for what comes from the API, and sockets for what stands outside. */
import type { ReactNode } from 'react';
import { quantityText } from '../../projections/pod-inside/gauge.ts';
import type { PlugModel } from '../../projections/pod-inside/rooms.ts';
import type { FileView, VolumeInside } from '../../protocol/pod-inside.ts';
import { TEXTS } from './texts.ts';

const KIND_WORDS: Readonly<Record<VolumeInside['kind'], string>> = {
  emptyDir: 'emptyDir',
  claim: 'PersistentVolumeClaim',
  configMap: 'ConfigMap',
  secret: 'Secret',
  projected: 'projected',
  downwardAPI: 'downwardAPI',
  hostPath: 'hostPath',
  image: 'image',
  other: 'volume',
};

/** What is drawn as paper: its files are copies of API objects. */
export function isSheet({ kind }: VolumeInside): boolean {
  return kind === 'configMap' || kind === 'secret' || kind === 'projected' || kind === 'downwardAPI';
}

function File({ file }: { readonly file: FileView }): ReactNode {
  return (
    <li>
      <code>{file.path === '' ? '(this file)' : file.path}</code>
      {file.kind === 'file' && <span className="pd-in-quiet">{quantityText('memory', file.bytes)}</span>}
    </li>
  );
}

function Files({ volume }: { readonly volume: VolumeInside }): ReactNode {
  if (!volume.mounted) return <p className="pd-in-note">{TEXTS.notMounted}</p>;
  if (volume.fileCount === 0) return <p className="pd-in-note">{TEXTS.empty}</p>;
  const shown = volume.files.slice(0, volume.fileCount > 3 ? 2 : 3);
  const more = volume.fileCount - shown.length;
  return (
    <ul className="pd-in-files">
      {shown.map((file) => (
        <File key={file.path} file={file} />
      ))}
      {more > 0 && <li className="pd-in-quiet">{TEXTS.more(more)}</li>}
    </ul>
  );
}

/** `Memory, 4Ki of 64Mi`, `config`, `/var/log`. */
function detailOf({ detail, kind, bytes, limitBytes, name }: VolumeInside): string {
  const size =
    limitBytes > 0 ? `${quantityText('memory', bytes)} of ${quantityText('memory', limitBytes)}` : '';
  const named = detail === name && kind !== 'emptyDir' ? '' : detail;
  return [named, size].filter((part) => part !== '').join(', ');
}

export interface VolumeProps {
  readonly volume: VolumeInside;
  readonly onOpen: (volume: string) => void;
}

export function Drum({ volume, onOpen }: VolumeProps): ReactNode {
  const sheet = isSheet(volume);
  const detail = detailOf(volume);
  return (
    <button
      type="button"
      className={`${sheet ? 'pd-in-sheet' : 'pd-in-drum'}${volume.mounted ? '' : ' pd-in-unmounted'}`}
      data-socket={`volume ${volume.name}`}
      aria-label={`${TEXTS.openFiles(volume.name)}, ${KIND_WORDS[volume.kind]}${detail === '' ? '' : `, ${detail}`}, ${volume.fileCount} files`}
      onClick={() => onOpen(volume.name)}
    >
      {sheet ? (
        <svg className="pd-in-fold" viewBox="0 0 12 12" aria-hidden="true" focusable="false">
          <path d="M0 0v12h12z" />
        </svg>
      ) : (
        <svg
          className="pd-in-body"
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          aria-hidden="true"
          focusable="false"
        >
          <path d="M1 11v78c0 5 22 9.5 49 9.5s49-4.5 49-9.5V11" vectorEffect="non-scaling-stroke" />
          <ellipse cx="50" cy="11" rx="49" ry="9.5" vectorEffect="non-scaling-stroke" />
        </svg>
      )}
      <span className="pd-in-caption">
        <b>{volume.name}</b>
        <span className="pd-in-note">{KIND_WORDS[volume.kind]}</span>
      </span>
      {detail !== '' && <span className="pd-in-note pd-in-detail">{detail}</span>}
      <Files volume={volume} />
    </button>
  );
}

/** A path is a plug: open on the side of the container that mounts it. */
export function Plug({
  plug,
  side,
}: {
  readonly plug: PlugModel;
  readonly side: 'right' | 'up' | 'down' | 'left';
}): ReactNode {
  return (
    <span
      className={`pd-in-plug pd-in-plug-${side}`}
      data-socket={plug.socket}
      data-tip={`${plug.container} mounts ${plug.volume} at ${plug.path}${plug.readOnly ? ', read only' : ''}`}
    >
      {plug.path}
    </span>
  );
}
