import { z } from 'zod';

import { isId } from '../../../shared/model/id.ts';
import { memberStates, type MemberValue } from './member.ts';

const id = z.string().refine(isId);

/** Fields of newer versions are left out; a state of a newer version owns nothing as far as this one knows. */
const memberSchema: z.ZodType<MemberValue> = z.object({
  id,
  instance: z.string().min(1),
  peerKey: z.string().default(''),
  addresses: z.object({ agents: z.string(), api: z.string() }),
  version: z.string(),
  role: z.string(),
  weight: z.number().min(0),
  startedAt: z.number(),
  state: z.enum(memberStates).catch('JOINING'),
  groups: z.array(id),
  beat: z.number(),
});

export function encodeMember(value: MemberValue): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** undefined: no member of ours. */
export function decodeMember(body: Uint8Array): MemberValue | undefined {
  try {
    const parsed = memberSchema.safeParse(JSON.parse(new TextDecoder().decode(body)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
