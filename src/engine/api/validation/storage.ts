/**
 * Rules of claims, volumes and storage classes.
 *
 * Upstream: ValidatePersistentVolume(Claim) in pkg/apis/core/validation/validation.go and
 * pkg/apis/storage/validation/validation.go (v1.37).
 * **Simplified:** the source of a PersistentVolume is only counted.
 */
import { deepEqual, type JsonObject } from '../../../base/json.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../core-v1.ts';
import { compareQuantities, isNegativeQuantity, isZeroQuantity } from '../quantity.ts';
import type { Quantity } from '../scalars.ts';
import type { StorageClass } from '../storage-v1.ts';
import {
  forbidden,
  invalid,
  noErrors,
  notSupported,
  oneOf,
  required,
  type FieldErrors,
} from './field-error.ts';
import { internalForm } from './internal-form.ts';
import { jsonDiff } from './json-diff.ts';

const accessModes: readonly string[] = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

export function checkPersistentVolumeClaim({ spec }: PersistentVolumeClaim): FieldErrors {
  const modes: readonly string[] = spec.accessModes ?? [];
  const storage = spec.resources?.requests?.['storage'];
  const bad = isZeroOrLess(storage);
  return [
    ...(modes.length === 0 ? [required('spec.accessModes', 'at least 1 access mode is required')] : []),
    ...modes.flatMap((mode) => oneOf('spec.accessModes', mode, accessModes)),
    ...(modes.includes('ReadWriteOncePod') && modes.length > 1
      ? [forbidden('spec.accessModes', 'may not use ReadWriteOncePod with other access modes')]
      : []),
    ...(storage === undefined
      ? [required('spec.resources[storage]')]
      : bad
        ? [invalid('spec.resources[storage]', storage, 'must be greater than zero')]
        : []),
    ...oneOf('spec.volumeMode', spec.volumeMode, ['Block', 'Filesystem']),
  ];
}

function isZeroOrLess(amount: Quantity | undefined): boolean {
  return amount !== undefined && (isZeroQuantity(amount) || isNegativeQuantity(amount));
}

export function checkPersistentVolumeClaimUpdate(
  next: PersistentVolumeClaim,
  old: PersistentVolumeClaim,
): FieldErrors {
  const bound = (old.spec.volumeName ?? '') !== '';
  const { resources, volumeAttributesClassName, volumeName, storageClassName, ...rest } = next.spec;
  // A claim that names no class may be given one, as when a default class comes up.
  const classKept = bound || old.spec.storageClassName !== undefined ? storageClassName : undefined;
  const kept = {
    ...rest,
    ...(classKept === undefined ? {} : { storageClassName: classKept }),
    resources: bound ? old.spec.resources : resources,
    volumeName: bound ? volumeName : old.spec.volumeName,
    volumeAttributesClassName: bound ? old.spec.volumeAttributesClassName : volumeAttributesClassName,
  };
  if (!deepEqual(kept, old.spec)) {
    const form = (spec: object): JsonObject => internalForm('PersistentVolumeClaimSpec', spec);
    const detail =
      'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims\n';
    return [forbidden('spec', detail + jsonDiff(form(old.spec), form(next.spec)))];
  }
  const capacity = old.status?.capacity?.['storage'];
  const wanted = resources?.requests?.['storage'];
  const shrunk = capacity !== undefined && wanted !== undefined && compareQuantities(wanted, capacity) < 0;
  return shrunk
    ? [forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity')]
    : noErrors;
}

/** Fields of a PersistentVolumeSpec that are no volume source. */
const volumeTraits: readonly string[] = [
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
];

export function checkPersistentVolume({ spec }: PersistentVolume): FieldErrors {
  const modes: readonly string[] = spec.accessModes ?? [];
  const storage = spec.capacity?.['storage'];
  const onlyStorage = storage !== undefined && Object.keys(spec.capacity ?? {}).length === 1;
  const hasSource = Object.keys(spec).some((name) => !volumeTraits.includes(name));
  return [
    ...(modes.length === 0 ? [required('spec.accessModes')] : []),
    ...modes.flatMap((mode) => oneOf('spec.accessModes', mode, accessModes)),
    ...(spec.capacity === undefined ? [required('spec.capacity')] : []),
    ...(onlyStorage ? [] : [notSupported('spec.capacity', spec.capacity ?? null, ['storage'])]),
    ...(isZeroOrLess(storage)
      ? [invalid('spec.capacity[storage]', storage ?? '', 'must be greater than zero')]
      : []),
    ...oneOf('spec.persistentVolumeReclaimPolicy', spec.persistentVolumeReclaimPolicy, [
      'Delete',
      'Recycle',
      'Retain',
    ]),
    ...(hasSource ? [] : [required('spec', 'must specify a volume type')]),
    ...oneOf('spec.volumeMode', spec.volumeMode, ['Block', 'Filesystem']),
  ];
}

export function checkStorageClass({
  provisioner,
  reclaimPolicy,
  volumeBindingMode,
}: StorageClass): FieldErrors {
  return [
    ...((provisioner ?? '') === '' ? [required('provisioner')] : []),
    ...oneOf('reclaimPolicy', reclaimPolicy, ['Delete', 'Retain']),
    ...oneOf('volumeBindingMode', volumeBindingMode, ['Immediate', 'WaitForFirstConsumer']),
  ];
}
