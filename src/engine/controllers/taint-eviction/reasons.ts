/** What the taint eviction controller records (v1.37: pkg/controller/tainteviction). */

export const TAINT_MANAGER_EVICTION = 'TaintManagerEviction';
export const DISRUPTION_TARGET = 'DisruptionTarget';
export const DELETION_BY_TAINT_MANAGER = 'DeletionByTaintManager';
export const DELETION_BY_TAINT_MANAGER_MESSAGE = 'Taint manager: deleting due to NoExecute taint';
