/** What the disruption controller records (v1.37: pkg/controller/disruption). */

export const NO_PODS = 'NoPods';
export const NO_PODS_MESSAGE = 'No matching pods found';
export const CALCULATE_EXPECTED_FAILED = 'CalculateExpectedPodCountFailed';
export const UNMANAGED_PODS = 'UnmanagedPods';
export const NOT_DELETED = 'NotDeleted';

export const DISRUPTION_ALLOWED = 'DisruptionAllowed';
export const SUFFICIENT_PODS = 'SufficientPods';
export const INSUFFICIENT_PODS = 'InsufficientPods';
export const SYNC_FAILED = 'SyncFailed';
