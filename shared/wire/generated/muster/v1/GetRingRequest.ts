// Original file: proto/muster/v1/cluster.proto


/**
 * Asks for the shares.
 */
export interface GetRingRequest {
}

/**
 * Asks for the shares.
 */
export interface GetRingRequest__Output {
}
