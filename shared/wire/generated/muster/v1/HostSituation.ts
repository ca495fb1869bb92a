// Original file: proto/muster/v1/situation.proto

import type { HostStatus as _muster_v1_HostStatus, HostStatus__Output as _muster_v1_HostStatus__Output } from '../../muster/v1/HostStatus.ts';
import type { Brake as _muster_v1_Brake, Brake__Output as _muster_v1_Brake__Output } from '../../muster/v1/Brake.ts';
import type { ConditionStanding as _muster_v1_ConditionStanding, ConditionStanding__Output as _muster_v1_ConditionStanding__Output } from '../../muster/v1/ConditionStanding.ts';
import type { Long } from '@grpc/proto-loader';

/**
 * What the owner of a host knows of its contact right now. Every span is by the owner's own monotonic clock.
 */
export interface HostSituation {
  /**
   * An agent of the host is in session at the owner.
   */
  'sessionOpen'?: (boolean);
  /**
   * Address of the agent, host:port. Empty: no session.
   */
  'peer'?: (string);
  /**
   * Since anything was heard of the host, in ms.
   */
  'silentMs'?: (number | string | Long);
  /**
   * Silence that makes the host SUSPECT, in ms.
   */
  'silenceLimitMs'?: (number | string | Long);
  /**
   * Status that further silence leads to. Unspecified: none.
   */
  'nextStatus'?: (_muster_v1_HostStatus);
  /**
   * Time until then, in ms. 0 if next_status is unspecified.
   */
  'nextInMs'?: (number | string | Long);
  /**
   * What is left of an announced move or restart, during which silence does not count, in ms. Unset: none is under way.
   */
  'movingMs'?: (number | string | Long);
  /**
   * What holds verdicts back. Empty: nothing.
   */
  'brakes'?: (_muster_v1_Brake)[];
  /**
   * Why commits of the host do not go through. Empty: they do.
   */
  'stalledReason'?: (string);
  /**
   * Number of the last report on the stream there is. 0: none.
   */
  'lastFrame'?: (number | string | Long);
  /**
   * Conditions that are judged for the host, with their thresholds and values of now. Empty: its owner judges none.
   */
  'conditions'?: (_muster_v1_ConditionStanding)[];
  '_movingMs'?: "movingMs";
}

/**
 * What the owner of a host knows of its contact right now. Every span is by the owner's own monotonic clock.
 */
export interface HostSituation__Output {
  /**
   * An agent of the host is in session at the owner.
   */
  'sessionOpen'?: (boolean);
  /**
   * Address of the agent, host:port. Empty: no session.
   */
  'peer'?: (string);
  /**
   * Since anything was heard of the host, in ms.
   */
  'silentMs'?: (number);
  /**
   * Silence that makes the host SUSPECT, in ms.
   */
  'silenceLimitMs'?: (number);
  /**
   * Status that further silence leads to. Unspecified: none.
   */
  'nextStatus'?: (_muster_v1_HostStatus__Output);
  /**
   * Time until then, in ms. 0 if next_status is unspecified.
   */
  'nextInMs'?: (number);
  /**
   * What is left of an announced move or restart, during which silence does not count, in ms. Unset: none is under way.
   */
  'movingMs'?: (number);
  /**
   * What holds verdicts back. Empty: nothing.
   */
  'brakes'?: (_muster_v1_Brake__Output)[];
  /**
   * Why commits of the host do not go through. Empty: they do.
   */
  'stalledReason'?: (string);
  /**
   * Number of the last report on the stream there is. 0: none.
   */
  'lastFrame'?: (number);
  /**
   * Conditions that are judged for the host, with their thresholds and values of now. Empty: its owner judges none.
   */
  'conditions'?: (_muster_v1_ConditionStanding__Output)[];
  '_movingMs'?: "movingMs";
}
