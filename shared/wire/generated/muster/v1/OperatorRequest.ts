// Original file: proto/muster/v1/record.proto


/**
 * A request of an operator that was carried out.
 */
export interface OperatorRequest {
  /**
   * The request_id its caller gave it.
   */
  'id'?: (string);
  /**
   * What it asked for: enter-maintenance, exit-maintenance, retire or delete.
   */
  'verb'?: (string);
}

/**
 * A request of an operator that was carried out.
 */
export interface OperatorRequest__Output {
  /**
   * The request_id its caller gave it.
   */
  'id'?: (string);
  /**
   * What it asked for: enter-maintenance, exit-maintenance, retire or delete.
   */
  'verb'?: (string);
}
