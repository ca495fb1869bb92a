// Original file: proto/muster/v1/host.proto

/**
 * What is known of one host's life. Words follow oVirt where they fit.
 */
export const HostStatus = {
  /**
   * Never sent. A status of a newer version arrives as this and is read as "unknown".
   */
  HOST_STATUS_UNSPECIFIED: 'HOST_STATUS_UNSPECIFIED',
  /**
   * Known by configuration or enrollment, never connected.
   */
  HOST_STATUS_PENDING: 'HOST_STATUS_PENDING',
  /**
   * Connected; the first full picture of a new run is being taken over.
   */
  HOST_STATUS_INITIALIZING: 'HOST_STATUS_INITIALIZING',
  /**
   * In contact and its picture is complete.
   */
  HOST_STATUS_UP: 'HOST_STATUS_UP',
  /**
   * In contact, but a required condition fails.
   */
  HOST_STATUS_NON_OPERATIONAL: 'HOST_STATUS_NON_OPERATIONAL',
  /**
   * Silent beyond the silence limit; no verdict yet, its VMs are untouched.
   */
  HOST_STATUS_SUSPECT: 'HOST_STATUS_SUSPECT',
  /**
   * Verdict: no contact. Its VMs read UNKNOWN.
   */
  HOST_STATUS_NON_RESPONSIVE: 'HOST_STATUS_NON_RESPONSIVE',
  /**
   * The system said that it shuts down.
   */
  HOST_STATUS_DOWN: 'HOST_STATUS_DOWN',
  /**
   * The system said that it reboots; until a deadline.
   */
  HOST_STATUS_REBOOTING: 'HOST_STATUS_REBOOTING',
  /**
   * Maintenance was asked for and VMs are still running on it.
   */
  HOST_STATUS_PREPARING_FOR_MAINTENANCE: 'HOST_STATUS_PREPARING_FOR_MAINTENANCE',
  /**
   * In maintenance: no alarms, no repair.
   */
  HOST_STATUS_MAINTENANCE: 'HOST_STATUS_MAINTENANCE',
  /**
   * Tombstone: removed by an operator; late frames cannot revive it.
   */
  HOST_STATUS_RETIRED: 'HOST_STATUS_RETIRED',
} as const;

/**
 * What is known of one host's life. Words follow oVirt where they fit.
 */
export type HostStatus =
  /**
   * Never sent. A status of a newer version arrives as this and is read as "unknown".
   */
  | 'HOST_STATUS_UNSPECIFIED'
  | 0
  /**
   * Known by configuration or enrollment, never connected.
   */
  | 'HOST_STATUS_PENDING'
  | 1
  /**
   * Connected; the first full picture of a new run is being taken over.
   */
  | 'HOST_STATUS_INITIALIZING'
  | 2
  /**
   * In contact and its picture is complete.
   */
  | 'HOST_STATUS_UP'
  | 3
  /**
   * In contact, but a required condition fails.
   */
  | 'HOST_STATUS_NON_OPERATIONAL'
  | 4
  /**
   * Silent beyond the silence limit; no verdict yet, its VMs are untouched.
   */
  | 'HOST_STATUS_SUSPECT'
  | 5
  /**
   * Verdict: no contact. Its VMs read UNKNOWN.
   */
  | 'HOST_STATUS_NON_RESPONSIVE'
  | 6
  /**
   * The system said that it shuts down.
   */
  | 'HOST_STATUS_DOWN'
  | 7
  /**
   * The system said that it reboots; until a deadline.
   */
  | 'HOST_STATUS_REBOOTING'
  | 8
  /**
   * Maintenance was asked for and VMs are still running on it.
   */
  | 'HOST_STATUS_PREPARING_FOR_MAINTENANCE'
  | 9
  /**
   * In maintenance: no alarms, no repair.
   */
  | 'HOST_STATUS_MAINTENANCE'
  | 10
  /**
   * Tombstone: removed by an operator; late frames cannot revive it.
   */
  | 'HOST_STATUS_RETIRED'
  | 11

/**
 * What is known of one host's life. Words follow oVirt where they fit.
 */
export type HostStatus__Output = typeof HostStatus[keyof typeof HostStatus]
