import { homedir, hostname } from 'node:os';
import { join } from 'node:path';

import { z } from 'zod';

import { duration, size } from '../shared/config/units.ts';
import { limits } from '../shared/limits.ts';
import { peerLimits } from '../shared/peer-limits.ts';
import { logLevels } from '../shared/log.ts';
import { isId } from '../shared/model/id.ts';
import { conditionProblems, conditionsSchema } from './condition-config.ts';
import { natsProblems } from './nats-settings.ts';

/** The system's folder for root, the user's own otherwise. */
function defaultDataFolder(): string {
  return process.getuid?.() === 0
    ? '/var/lib/muster-central'
    : join(homedir(), '.local', 'share', 'muster-central');
}

function defaultReplicaId(): string {
  return (
    hostname()
      .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
      .slice(0, 64) || 'central'
  );
}

const id = z.string().refine(isId, { error: 'must be 1 to 64 characters of A-Z a-z 0-9 _ -' });

const address = z
  .string()
  .regex(/^\S*:\d{1,5}$/, { error: 'must be host:port, such as 0.0.0.0:7420' });

/** A user and password in the address would be passed over by the client. */
const natsServer = z
  .string()
  .regex(/^(?:(?:nats|tls):\/\/)?(?:\[[^\]\s]+\]|[^\s:/@[\]]+)(?::\d{1,5})?$/, {
    error: 'must be host:port, such as nats-1:4222; users are set in nats.user and nats.password',
  });

/** `state` and `api` keep heavy queries away from agents. */
const replicaRoles = ['all', 'state', 'api'] as const;

const natsSchema = z.strictObject({
  servers: z
    .array(natsServer)
    .prefault([])
    .describe('NATS servers, host:port; any of them switches on mode nats, none means mode local'),
  user: z.string().optional().describe('User, with password'),
  password: z.string().optional().meta({ secret: true }).describe('Password of user'),
  token: z.string().optional().meta({ secret: true }).describe('Token, instead of user'),
  credentials_file: z.string().optional().describe('NATS credentials file, instead of user'),
  tls: z
    .strictObject({
      ca_file: z.string().optional().describe('Authorities the servers must be signed by'),
      certificate_file: z.string().optional().describe('Our own certificate'),
      key_file: z.string().optional().describe('Key of our own certificate'),
    })
    .optional(),
  replicas: z
    .number()
    .int()
    .min(1)
    .max(5)
    .prefault(1)
    .describe('Copies of buckets and stream; 3 survive the loss of a NATS server'),
  events_size: size({ min: '1MiB' })
    .prefault('1GiB')
    .describe('Size of the event stream; the oldest events go first'),
});

/** Everything an operator may set on a central. */
export const centralConfigSchema = z.strictObject({
  replica: z
    .strictObject({
      id: id.prefault(defaultReplicaId()).describe('Id of this replica, unique in the cluster'),
      data_folder: z
        .string()
        .prefault(defaultDataFolder())
        .describe('Folder of the store, on a local disk'),
      role: z
        .enum(replicaRoles)
        .prefault('all')
        .describe('all; state: agents only, no API for users; api: the API only, no agents'),
      weight: z
        .number()
        .min(0)
        .max(1000)
        .prefault(1)
        .describe('Share of the hosts relative to other replicas; 0 takes none'),
      drain_timeout: duration({ min: '0s', max: '1h' })
        .prefault('10s')
        .describe('How long a stop may take to hand hosts over to other replicas'),
      advertise: z
        .strictObject({
          agents: address.optional().describe('Where agents reach this replica'),
          api: address.optional().describe('Where other replicas reach this one'),
        })
        .prefault({})
        .describe('Unset: the listen addresses, with the host name where they name no host'),
    })
    .prefault({}),
  cluster: z
    .strictObject({
      moves_per_second: z
        .number()
        .min(1)
        .max(10_000)
        .prefault(200)
        .describe('Hosts handed over to other replicas a second, when shares change'),
    })
    .prefault({}),
  listen: z
    .strictObject({
      agents: address.prefault('0.0.0.0:7420').describe('Where agents connect'),
      api: address.prefault('0.0.0.0:7421').describe('Where the gRPC API is served'),
      http: address.prefault('0.0.0.0:7422').describe('Where health and metrics are served'),
    })
    .prefault({}),
  tls: z
    .strictObject({
      certificate_file: z.string().describe('Certificate chain of the API, its own first'),
      key_file: z.string().describe('Key of the certificate'),
      client_ca_file: z
        .string()
        .optional()
        .describe('If set, clients must show a certificate of it'),
      server_ca_file: z
        .string()
        .optional()
        .describe(
          'Whose certificates other replicas must have; unset: client_ca_file, or else the authorities of the system',
        ),
    })
    .optional(),
  nats: natsSchema.prefault({}),
  agents: z
    .strictObject({
      interval: duration({ min: '1s', max: '1h' })
        .prefault('2s')
        .describe('How often agents send statistics'),
      ack_deadline: duration({ min: '3s', max: '5m' })
        .prefault('6s')
        .describe('Agents give a connection up when nothing was acknowledged for so long'),
      hellos_per_second: z
        .number()
        .min(1)
        .max(100_000)
        .prefault(2_000)
        .describe('Agents let in a second; the others are told when to come again'),
      first_syncs: z
        .number()
        .int()
        .min(1)
        // Node takes one new connection in a turn of its event loop: with more syncs in a turn nobody else comes in.
        .prefault(16)
        .describe('Agents whose first full picture may be under way at once'),
    })
    .prefault({}),
  liveness: z
    .strictObject({
      suspect_timeout: duration({ min: '1s', max: '1h' })
        .prefault('8s')
        .describe('From SUSPECT to NON_RESPONSIVE'),
      takeover_grace: duration({ min: '0s', max: '1m' })
        .prefault('15s')
        .describe('No verdict in this time after a start, nor while agents come back'),
      brake_hold: duration({ min: '0s', max: '1m' })
        .prefault('30s')
        .describe('No verdict in this time after a mass of hosts fell silent at once'),
      reboot_timeout: duration({ min: '10s', max: '1d' })
        .prefault('10m')
        .describe('How long an announced reboot may take'),
      ephemeral_ttl: duration({ min: '0s', max: '365d' })
        .prefault('1d')
        .describe(
          'How long an ephemeral host that is NON_RESPONSIVE or DOWN is kept before it is removed; 0s: for ever',
        ),
    })
    .prefault({}),
  vm_health: z
    .strictObject({
      missing_timeout: duration({ min: '1s', max: '1d' })
        .prefault('2m')
        .describe('From the last word of its host until a VM is OUT_OF_CONTACT'),
      really_missing_timeout: duration({ min: '1s', max: '1d' })
        .prefault('15s')
        .describe('From OUT_OF_CONTACT to MISSING'),
      boot_timeout: duration({ min: '1s', max: '1d' })
        .prefault('5m')
        .describe('How long a VM may take to start before it is OUT_OF_CONTACT'),
      zombie_timeout: duration({ min: '1s', max: '1d' })
        .prefault('2m')
        .describe('How long a VM may take to end before it is a ZOMBIE'),
    })
    .prefault({}),
  conditions: conditionsSchema.prefault({}),
  log: z
    .strictObject({
      level: z.enum(logLevels).prefault('info').describe('Least severe lines shown'),
    })
    .prefault({}),
});

export type CentralConfig = z.output<typeof centralConfigSchema>;

/** Longest time over which reconnects are spread, ms (DESIGN section 5). */
export const reconnectWindowMsMax = 2_000;

/** What no single field can tell. */
export function checkCentralConfig({
  agents,
  liveness,
  nats,
  conditions,
}: CentralConfig): string[] {
  const problems: string[] = [];
  // An agent notices and dials again; a replica that others take over from is given up after a lifetime first.
  const takenOverMs = limits.memberLifetimeMs + peerLimits.moveWithinMs + reconnectWindowMsMax;
  const needMs = agents.ack_deadline + Math.max(limits.backoffWindowMsMax, takenOverMs);
  if (liveness.takeover_grace !== 0 && liveness.takeover_grace < needMs) {
    problems.push(
      `liveness.takeover_grace: must be above agents.ack_deadline, a replica's lifetime and the window of reconnects together (${String(needMs)} ms), or 0s: ` +
        'agents that were cut off need this long to notice and come back',
    );
  }
  return [...problems, ...natsProblems(nats), ...conditionProblems(conditions)];
}
