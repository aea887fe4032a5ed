/** What the CronJob controller may record. **Upstream:** pkg/controller/cronjob/cronjob_controllerv2.go (v1.37). */

export const SUCCESSFUL_CREATE = 'SuccessfulCreate';
export const FAILED_CREATE = 'FailedCreate';
export const SUCCESSFUL_DELETE = 'SuccessfulDelete';
export const FAILED_DELETE = 'FailedDelete';
export const UNEXPECTED_JOB = 'UnexpectedJob';
export const SAW_COMPLETED_JOB = 'SawCompletedJob';
export const MISSING_JOB = 'MissingJob';
export const UNKNOWN_TIME_ZONE = 'UnknownTimeZone';
export const UNPARSEABLE_SCHEDULE = 'UnparseableSchedule';
export const TOO_MANY_MISSED_TIMES = 'TooManyMissedTimes';
export const TOO_MANY_MISSED_TIMES_MESSAGE =
  'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
export const MISS_SCHEDULE = 'MissSchedule';
export const JOB_ALREADY_ACTIVE = 'JobAlreadyActive';
export const JOB_ALREADY_ACTIVE_MESSAGE =
  'Not starting job because prior execution is running and concurrency policy is Forbid';
