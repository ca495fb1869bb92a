/** A resume token: a life of the stream, and how far in it a reader has come. PURE. */
export interface Position {
  readonly incarnation: string;
  readonly sequence: number;
}

const pattern = /^([A-Za-z0-9_.-]+):(\d{1,15})$/;

export function formatToken({ incarnation, sequence }: Position): string {
  return `${incarnation}:${sequence}`;
}

/** undefined: no token of Muster's. */
export function parseToken(token: string): Position | undefined {
  const [, incarnation, sequence] = pattern.exec(token) ?? [];
  if (incarnation === undefined || sequence === undefined) return undefined;
  return { incarnation, sequence: Number(sequence) };
}
