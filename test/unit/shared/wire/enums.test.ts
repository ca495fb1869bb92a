import { describe, expect, it } from 'vitest';

import * as words from '../../../../shared/model/status.ts';
import * as codecs from '../../../../shared/wire/enums.ts';
import type { EnumCodec } from '../../../../shared/wire/enums.ts';
import { schemaRoot } from '../../../../shared/wire/schema.ts';

interface Row {
  readonly name: string;
  readonly list: readonly string[];
  readonly toWire: (word: string) => string;
  readonly fromWire: (value: unknown) => string | undefined;
}

function row<Word extends string>(
  name: string,
  list: readonly Word[],
  codec: EnumCodec<Word, string>,
): Row {
  const toWire = (text: string): string => {
    const word = list.find((known) => known === text);
    return word === undefined ? '' : codec.toWire(word);
  };
  return { name, list, toWire, fromWire: (value) => codec.fromWire(value) };
}

const rows: Row[] = [
  row('HostStatus', words.hostStatuses, codecs.hostStatusCodec),
  row('HostClass', words.hostClasses, codecs.hostClassCodec),
  row('ConditionType', words.conditionTypes, codecs.conditionTypeCodec),
  row('VmStatus', words.vmStatuses, codecs.vmStatusCodec),
  row('VmReason', words.vmReasons, codecs.vmReasonCodec),
  row('VmIncidentKind', words.vmIncidentKinds, codecs.vmIncidentKindCodec),
  row('GoodbyeKind', words.goodbyeKinds, codecs.goodbyeKindCodec),
];

/** The one list whose word for "nothing to say" is the contract's zero. */
const zeroWords: Readonly<Record<string, string>> = { VmReason: 'UNSPECIFIED' };

describe.each(rows)('the words of $name', ({ name, list, toWire, fromWire }) => {
  const values = Object.entries(schemaRoot.lookupEnum(`muster.v1.${name}`).values);
  const zero = values.find(([, number]) => number === 0)?.[0];

  it('are those of the contract, all of them and no others', () => {
    const isWord = (wire: string): boolean => wire !== zero || name in zeroWords;
    const contract = values.map(([wire]) => wire).filter(isWord);
    expect(list.map(toWire).sort()).toEqual(contract.sort());
  });

  it('go there and back', () => {
    expect(list.map((word) => fromWire(toWire(word)))).toEqual(list);
  });

  it('are none of what a newer version says', () => {
    const newer = [99, 'SOMETHING_NEW', undefined, null, list[0]];
    expect(newer.filter((value) => fromWire(value) !== undefined)).toEqual([]);
  });

  it('are not the value that means nothing', () => {
    expect(fromWire(zero)).toBe(zeroWords[name]);
  });
});
