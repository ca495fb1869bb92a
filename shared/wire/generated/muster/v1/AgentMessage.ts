// Original file: proto/muster/v1/agent.proto

import type { Hello as _muster_v1_Hello, Hello__Output as _muster_v1_Hello__Output } from '../../muster/v1/Hello.ts';
import type { Report as _muster_v1_Report, Report__Output as _muster_v1_Report__Output } from '../../muster/v1/Report.ts';
import type { Goodbye as _muster_v1_Goodbye, Goodbye__Output as _muster_v1_Goodbye__Output } from '../../muster/v1/Goodbye.ts';

/**
 * What an agent says. Times on this stream are unix milliseconds: one varint instead of a nested message on the hottest path.
 */
export interface AgentMessage {
  /**
   * First message of a stream, once.
   */
  'hello'?: (_muster_v1_Hello | null);
  /**
   * Everything observed since the last report. Any report counts as a heartbeat.
   */
  'report'?: (_muster_v1_Report | null);
  /**
   * Last message of a stream that is ended on purpose.
   */
  'goodbye'?: (_muster_v1_Goodbye | null);
  /**
   * Exactly one is set.
   */
  'body'?: "hello"|"report"|"goodbye";
}

/**
 * What an agent says. Times on this stream are unix milliseconds: one varint instead of a nested message on the hottest path.
 */
export interface AgentMessage__Output {
  /**
   * First message of a stream, once.
   */
  'hello'?: (_muster_v1_Hello__Output);
  /**
   * Everything observed since the last report. Any report counts as a heartbeat.
   */
  'report'?: (_muster_v1_Report__Output);
  /**
   * Last message of a stream that is ended on purpose.
   */
  'goodbye'?: (_muster_v1_Goodbye__Output);
  /**
   * Exactly one is set.
   */
  'body'?: "hello"|"report"|"goodbye";
}
