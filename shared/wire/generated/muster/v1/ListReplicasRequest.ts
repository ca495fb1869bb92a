// Original file: proto/muster/v1/cluster.proto


/**
 * Asks for the replicas.
 */
export interface ListReplicasRequest {
}

/**
 * Asks for the replicas.
 */
export interface ListReplicasRequest__Output {
}
