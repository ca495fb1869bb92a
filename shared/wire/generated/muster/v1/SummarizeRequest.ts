// Original file: proto/muster/v1/fleet.proto


/**
 * Asks for the counters.
 */
export interface SummarizeRequest {
}

/**
 * Asks for the counters.
 */
export interface SummarizeRequest__Output {
}
