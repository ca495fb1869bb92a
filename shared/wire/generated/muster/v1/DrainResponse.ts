// Original file: proto/muster/v1/peer.proto


/**
 * It has begun.
 */
export interface DrainResponse {
}

/**
 * It has begun.
 */
export interface DrainResponse__Output {
}
