/** What the DaemonSet controller records (v1.37: pkg/controller/daemon). */

export const SELECTING_ALL = 'SelectingAll';
export const SELECTING_ALL_MESSAGE =
  'This daemon set is selecting all pods. A non-empty selector is required.';
export const FAILED_DAEMON_POD = 'FailedDaemonPod';
export const SUCCEEDED_DAEMON_POD = 'SucceededDaemonPod';
