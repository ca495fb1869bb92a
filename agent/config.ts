import { homedir } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { duration } from '../shared/config/units.ts';
import { logLevels } from '../shared/log.ts';
import { isId } from '../shared/model/id.ts';
import { limits } from '../shared/limits.ts';

/** The system's folder for root, the user's own otherwise. */
function defaultStateFolder(): string {
  return process.getuid?.() === 0
    ? '/var/lib/muster-agent'
    : join(homedir(), '.local', 'state', 'muster-agent');
}

const id = z.string().refine(isId, { error: 'must be 1 to 64 characters of A-Z a-z 0-9 _ -' });

const address = z
  .string()
  .regex(/^\S+:\d{1,5}$/, { error: 'must be host:port, such as central.example:7420' });

/** Everything an operator may set on an agent. */
export const agentConfigSchema = z.strictObject({
  host: z
    .strictObject({
      id: id
        .optional()
        .describe('Id of this host; made at the first start and kept in state_folder if unset'),
      name: z
        .string()
        .max(limits.nameLengthMax)
        .optional()
        .describe('Display name; the host name if unset'),
      site: id.optional().describe('Site the host belongs to'),
      labels: z
        .record(
          z.string().min(1).max(limits.labelKeyLengthMax),
          z.string().max(limits.labelValueLengthMax),
        )
        .refine((labels) => Object.keys(labels).length <= limits.labelsMax, {
          error: `must have at most ${limits.labelsMax} entries`,
        })
        .prefault({})
        .describe('Free labels'),
      class: z
        .enum(['permanent', 'ephemeral'])
        .prefault('permanent')
        .describe('Whether a host that went away is missed'),
    })
    .prefault({}),
  central: z
    .strictObject({
      addresses: z
        .array(address)
        .min(1)
        .prefault(['localhost:7420'])
        .describe('Replicas to dial, in turn, until one answers'),
    })
    .prefault({}),
  hypervisor: z
    .strictObject({
      kind: z
        .enum(['libvirt', 'none'])
        .prefault('libvirt')
        .describe('Where virtual machines are looked for'),
      uri: z.string().prefault('qemu:///system').describe('Driver to open, as libvirt names it'),
      sockets: z
        .array(z.string())
        .min(1)
        .optional()
        .describe('Sockets of the libvirt daemon to try, in order; the usual ones if unset'),
      guest_interval: duration({ max: '1h' })
        .prefault('60s')
        .describe(
          'How often guest agents are asked for addresses, which needs full access to libvirt; 0s: never',
        ),
    })
    .prefault({}),
  state_folder: z.string().prefault(defaultStateFolder()).describe('Keeps the host id'),
  log: z
    .strictObject({
      level: z.enum(logLevels).prefault('info').describe('Least severe lines shown'),
    })
    .prefault({}),
});

export type AgentConfig = z.output<typeof agentConfigSchema>;
