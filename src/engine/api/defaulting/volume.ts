/**
 * Defaults of volumes and their sources.
 *
 * Upstream: pkg/apis/core/v1/defaults.go (v1.37).
 * **Simplified:** the sources of storage vendors keep what they were given.
 */
import type {
  EphemeralVolumeSource,
  HostPathVolumeSource,
  ProjectedVolumeSource,
  Volume,
  VolumeProjection,
} from '../core-v1-volume.ts';
import { changeEach, changeField, fill } from './fill.ts';
import { defaultFieldRef, defaultPullPolicy } from './references.ts';

/** 0644 in octal. */
const fileMode = 420;

export function defaultVolume(volume: Volume): Volume {
  const sources = Object.keys(volume).filter((name) => name !== 'name');
  if (sources.length === 0) return { ...volume, emptyDir: {} };
  let next = changeField(volume, 'secret', (source) => fill(source, { defaultMode: fileMode }));
  next = changeField(next, 'configMap', (source) => fill(source, { defaultMode: fileMode }));
  next = changeField(next, 'downwardAPI', (source) =>
    changeField(fill(source, { defaultMode: fileMode }), 'items', (items) =>
      changeEach(items, defaultDownwardFile),
    ),
  );
  next = changeField(next, 'projected', defaultProjected);
  next = changeField(next, 'hostPath', defaultHostPath);
  next = changeField(next, 'ephemeral', defaultEphemeral);
  return changeField(next, 'image', (source) =>
    fill(source, { pullPolicy: defaultPullPolicy(source.reference) }),
  );
}

export function defaultHostPath(source: HostPathVolumeSource): HostPathVolumeSource {
  return source.type === undefined ? { ...source, type: '' } : source;
}

type DownwardFile = NonNullable<NonNullable<VolumeProjection['downwardAPI']>['items']>[number];

function defaultDownwardFile(file: DownwardFile): DownwardFile {
  const withField = changeField(file, 'fieldRef', defaultFieldRef);
  return changeField(withField, 'resourceFieldRef', (ref) => fill(ref, { divisor: '0' }));
}

function defaultProjected(source: ProjectedVolumeSource): ProjectedVolumeSource {
  const filled = fill(source, { defaultMode: fileMode });
  return changeField(filled, 'sources', (sources) => changeEach(sources, defaultProjection));
}

function defaultProjection(projection: VolumeProjection): VolumeProjection {
  const withToken = changeField(projection, 'serviceAccountToken', (token) =>
    fill(token, { expirationSeconds: 3600 }),
  );
  return changeField(withToken, 'downwardAPI', (downward) =>
    changeField(downward, 'items', (items) => changeEach(items, defaultDownwardFile)),
  );
}

function defaultEphemeral(source: EphemeralVolumeSource): EphemeralVolumeSource {
  return changeField(source, 'volumeClaimTemplate', (template) =>
    changeField(template, 'spec', (spec) => fill(spec, { volumeMode: 'Filesystem' })),
  );
}
