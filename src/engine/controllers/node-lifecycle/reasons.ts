/** What the node lifecycle controller records on objects (v1.37: pkg/controller/nodelifecycle). */
import type { Taint } from '../../api/core-v1.ts';
import { TaintNodeNotReady, TaintNodeUnreachable } from '../../api/well-known.ts';

export const NODE_STATUS_UNKNOWN = 'NodeStatusUnknown';
export const NODE_STATUS_UNKNOWN_MESSAGE = 'Kubelet stopped posting node status.';
export const NODE_STATUS_NEVER_UPDATED = 'NodeStatusNeverUpdated';
export const NODE_STATUS_NEVER_UPDATED_MESSAGE = 'Kubelet never posted node status.';

export const REGISTERED_NODE = 'RegisteredNode';
export const REMOVING_NODE = 'RemovingNode';
/** On the Node as Normal, on each of its pods as Warning. */
export const NODE_NOT_READY = 'NodeNotReady';
export const NODE_IS_NOT_READY_MESSAGE = 'Node is not ready';

export const UNREACHABLE_NO_EXECUTE: Taint = { key: TaintNodeUnreachable, effect: 'NoExecute' };
export const NOT_READY_NO_EXECUTE: Taint = { key: TaintNodeNotReady, effect: 'NoExecute' };
