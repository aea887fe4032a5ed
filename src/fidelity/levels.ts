/** Tolerances of the judge, as the outside judge has them. */

/** A state that lasted less may be missing on either side. */
export const BLINK_MS = 1500;
export const SLACK_MS = 2500;
export const SLACK_SHARE = 0.08;
