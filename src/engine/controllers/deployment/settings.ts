/** Settings of the Deployment controller, at upstream's defaults (v1.37). */

export interface DeploymentSettings {
  /** Longest revision history kept in the annotation of a ReplicaSet, in characters. */
  readonly revisionHistoryCharsMax: number;
  /** Failed syncs in a row are repeated so often, then the next change is waited for. */
  readonly retriesMax: number;
}

export const DEFAULT_DEPLOYMENT: DeploymentSettings = { revisionHistoryCharsMax: 2000, retriesMax: 15 };
