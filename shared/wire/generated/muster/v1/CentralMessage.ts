// Original file: proto/muster/v1/agent.proto

import type { Welcome as _muster_v1_Welcome, Welcome__Output as _muster_v1_Welcome__Output } from '../../muster/v1/Welcome.ts';
import type { Ack as _muster_v1_Ack, Ack__Output as _muster_v1_Ack__Output } from '../../muster/v1/Ack.ts';
import type { Redirect as _muster_v1_Redirect, Redirect__Output as _muster_v1_Redirect__Output } from '../../muster/v1/Redirect.ts';
import type { RequestSnapshot as _muster_v1_RequestSnapshot, RequestSnapshot__Output as _muster_v1_RequestSnapshot__Output } from '../../muster/v1/RequestSnapshot.ts';
import type { Configure as _muster_v1_Configure, Configure__Output as _muster_v1_Configure__Output } from '../../muster/v1/Configure.ts';
import type { Ping as _muster_v1_Ping, Ping__Output as _muster_v1_Ping__Output } from '../../muster/v1/Ping.ts';
import type { Drain as _muster_v1_Drain, Drain__Output as _muster_v1_Drain__Output } from '../../muster/v1/Drain.ts';

/**
 * What the central says.
 */
export interface CentralMessage {
  /**
   * Answer to Hello.
   */
  'welcome'?: (_muster_v1_Welcome | null);
  /**
   * What has arrived and what is safe.
   */
  'ack'?: (_muster_v1_Ack | null);
  /**
   * Go to another replica.
   */
  'redirect'?: (_muster_v1_Redirect | null);
  /**
   * Send the full picture.
   */
  'requestSnapshot'?: (_muster_v1_RequestSnapshot | null);
  /**
   * New settings for this session.
   */
  'configure'?: (_muster_v1_Configure | null);
  /**
   * Answer at once with a report.
   */
  'ping'?: (_muster_v1_Ping | null);
  /**
   * Move to another replica at leisure.
   */
  'drain'?: (_muster_v1_Drain | null);
  /**
   * Exactly one is set. An agent ignores kinds it does not know.
   */
  'body'?: "welcome"|"ack"|"redirect"|"requestSnapshot"|"configure"|"ping"|"drain";
}

/**
 * What the central says.
 */
export interface CentralMessage__Output {
  /**
   * Answer to Hello.
   */
  'welcome'?: (_muster_v1_Welcome__Output);
  /**
   * What has arrived and what is safe.
   */
  'ack'?: (_muster_v1_Ack__Output);
  /**
   * Go to another replica.
   */
  'redirect'?: (_muster_v1_Redirect__Output);
  /**
   * Send the full picture.
   */
  'requestSnapshot'?: (_muster_v1_RequestSnapshot__Output);
  /**
   * New settings for this session.
   */
  'configure'?: (_muster_v1_Configure__Output);
  /**
   * Answer at once with a report.
   */
  'ping'?: (_muster_v1_Ping__Output);
  /**
   * Move to another replica at leisure.
   */
  'drain'?: (_muster_v1_Drain__Output);
  /**
   * Exactly one is set. An agent ignores kinds it does not know.
   */
  'body'?: "welcome"|"ack"|"redirect"|"requestSnapshot"|"configure"|"ping"|"drain";
}
