// Original file: proto/muster/v1/stats.proto

import type { Long } from '@grpc/proto-loader';

/**
 * Counters of one network interface.
 */
export interface NetworkInterfaceStats {
  /**
   * Index within the session, given at first mention.
   */
  'index'?: (number);
  /**
   * Interface name; sent at the first mention in a session.
   */
  'name'?: (string);
  /**
   * 1 while the link is up, 0 while it is down.
   */
  'linkUp'?: (number);
  /**
   * Bytes received a second.
   */
  'rxBps'?: (number | string | Long);
  /**
   * Bytes sent a second.
   */
  'txBps'?: (number | string | Long);
  /**
   * Packets received a second.
   */
  'rxPps'?: (number);
  /**
   * Packets sent a second.
   */
  'txPps'?: (number);
  /**
   * Receive errors since boot.
   */
  'rxErrors'?: (number | string | Long);
  /**
   * Transmit errors since boot.
   */
  'txErrors'?: (number | string | Long);
  /**
   * Received packets dropped since boot.
   */
  'rxDropped'?: (number | string | Long);
  /**
   * Packets to send that were dropped since boot.
   */
  'txDropped'?: (number | string | Long);
  '_linkUp'?: "linkUp";
  '_rxBps'?: "rxBps";
  '_txBps'?: "txBps";
  '_rxPps'?: "rxPps";
  '_txPps'?: "txPps";
  '_rxErrors'?: "rxErrors";
  '_txErrors'?: "txErrors";
  '_rxDropped'?: "rxDropped";
  '_txDropped'?: "txDropped";
}

/**
 * Counters of one network interface.
 */
export interface NetworkInterfaceStats__Output {
  /**
   * Index within the session, given at first mention.
   */
  'index'?: (number);
  /**
   * Interface name; sent at the first mention in a session.
   */
  'name'?: (string);
  /**
   * 1 while the link is up, 0 while it is down.
   */
  'linkUp'?: (number);
  /**
   * Bytes received a second.
   */
  'rxBps'?: (number);
  /**
   * Bytes sent a second.
   */
  'txBps'?: (number);
  /**
   * Packets received a second.
   */
  'rxPps'?: (number);
  /**
   * Packets sent a second.
   */
  'txPps'?: (number);
  /**
   * Receive errors since boot.
   */
  'rxErrors'?: (number);
  /**
   * Transmit errors since boot.
   */
  'txErrors'?: (number);
  /**
   * Received packets dropped since boot.
   */
  'rxDropped'?: (number);
  /**
   * Packets to send that were dropped since boot.
   */
  'txDropped'?: (number);
  '_linkUp'?: "linkUp";
  '_rxBps'?: "rxBps";
  '_txBps'?: "txBps";
  '_rxPps'?: "rxPps";
  '_txPps'?: "txPps";
  '_rxErrors'?: "rxErrors";
  '_txErrors'?: "txErrors";
  '_rxDropped'?: "rxDropped";
  '_txDropped'?: "txDropped";
}
