// Original file: proto/muster/v1/situation.proto

/**
 * Why a verdict about a host is held back (I7).
 */
export const Brake = {
  /**
   * Not said, or of a newer version.
   */
  BRAKE_UNSPECIFIED: 'BRAKE_UNSPECIFIED',
  /**
   * The replica has just started or taken the host over: agents get time to come back.
   */
  BRAKE_GRACE: 'BRAKE_GRACE',
  /**
   * The replica itself runs late.
   */
  BRAKE_OWN_LAG: 'BRAKE_OWN_LAG',
  /**
   * The replica cannot commit.
   */
  BRAKE_STORAGE_AWAY: 'BRAKE_STORAGE_AWAY',
  /**
   * The other replicas do not count this one in.
   */
  BRAKE_NOT_A_MEMBER: 'BRAKE_NOT_A_MEMBER',
  /**
   * So many hosts fell silent at once that the replica suspects itself first.
   */
  BRAKE_MASS_SILENCE: 'BRAKE_MASS_SILENCE',
  /**
   * After a mass silence only so many hosts are given up a second, and none while others come back.
   */
  BRAKE_PACE: 'BRAKE_PACE',
} as const;

/**
 * Why a verdict about a host is held back (I7).
 */
export type Brake =
  /**
   * Not said, or of a newer version.
   */
  | 'BRAKE_UNSPECIFIED'
  | 0
  /**
   * The replica has just started or taken the host over: agents get time to come back.
   */
  | 'BRAKE_GRACE'
  | 1
  /**
   * The replica itself runs late.
   */
  | 'BRAKE_OWN_LAG'
  | 2
  /**
   * The replica cannot commit.
   */
  | 'BRAKE_STORAGE_AWAY'
  | 3
  /**
   * The other replicas do not count this one in.
   */
  | 'BRAKE_NOT_A_MEMBER'
  | 4
  /**
   * So many hosts fell silent at once that the replica suspects itself first.
   */
  | 'BRAKE_MASS_SILENCE'
  | 5
  /**
   * After a mass silence only so many hosts are given up a second, and none while others come back.
   */
  | 'BRAKE_PACE'
  | 6

/**
 * Why a verdict about a host is held back (I7).
 */
export type Brake__Output = typeof Brake[keyof typeof Brake]
