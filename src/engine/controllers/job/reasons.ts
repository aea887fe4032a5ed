/** What the Job controller records on objects (v1.37: pkg/controller/job). */

export const COMPLETE = 'Complete';
export const FAILED_CONDITION = 'Failed';
export const SUCCESS_CRITERIA_MET = 'SuccessCriteriaMet';
export const FAILURE_TARGET = 'FailureTarget';
export const SUSPENDED = 'Suspended';

export const COMPLETIONS_REACHED = 'CompletionsReached';
export const COMPLETIONS_REACHED_MESSAGE = 'Reached expected number of succeeded pods';
export const SUCCESS_POLICY = 'SuccessPolicy';
export const BACKOFF_LIMIT_EXCEEDED = 'BackoffLimitExceeded';
export const BACKOFF_LIMIT_EXCEEDED_MESSAGE = 'Job has reached the specified backoff limit';
export const DEADLINE_EXCEEDED = 'DeadlineExceeded';
export const DEADLINE_EXCEEDED_MESSAGE = 'Job was active longer than specified deadline';
export const POD_FAILURE_POLICY = 'PodFailurePolicy';
export const MAX_FAILED_INDEXES_EXCEEDED = 'MaxFailedIndexesExceeded';
export const MAX_FAILED_INDEXES_EXCEEDED_MESSAGE =
  'Job has exceeded the specified maximal number of failed indexes';
export const FAILED_INDEXES = 'FailedIndexes';
export const FAILED_INDEXES_MESSAGE = 'Job has failed indexes';
export const JOB_SUSPENDED = 'JobSuspended';
export const JOB_SUSPENDED_MESSAGE = 'Job suspended';
export const JOB_RESUMED = 'JobResumed';
export const JOB_RESUMED_MESSAGE = 'Job resumed';

export const EVENT_COMPLETED = 'Completed';
export const EVENT_COMPLETED_MESSAGE = 'Job completed';
export const TOO_MANY_SUCCEEDED = 'TooManySucceededPods';
export const TOO_MANY_SUCCEEDED_MESSAGE = 'Too many succeeded pods running after completion count reached';
export const EVENT_SUSPENDED = 'Suspended';
export const EVENT_RESUMED = 'Resumed';

export const INDEX_FAILURE_COUNT = 'batch.kubernetes.io/job-index-failure-count';
export const INDEX_IGNORED_FAILURE_COUNT = 'batch.kubernetes.io/job-index-ignored-failure-count';
