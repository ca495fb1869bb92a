interface Encoder {
  encode(value: unknown): Uint8Array;
}

/**
 * A value as the bytes that `table` would store for it. LMDB itself encodes in the middle of a batch: a throw there
 * would leave the operations before it to be committed alone, and a large batch would hold up the whole turn.
 */
export function encodeFor(table: object, value: unknown): Uint8Array {
  if (!('encoder' in table) || !isEncoder(table.encoder)) {
    throw new TypeError('this release of lmdb shows no encoder on its tables');
  }
  return table.encoder.encode(value);
}

function isEncoder(candidate: unknown): candidate is Encoder {
  return (
    typeof candidate === 'object' &&
    candidate !== null &&
    'encode' in candidate &&
    typeof candidate.encode === 'function'
  );
}
