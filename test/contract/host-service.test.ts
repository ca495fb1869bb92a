import { credentials, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { OperatorAnswer } from '../../central/operator-port.ts';
import { operatorLimits } from '../../shared/operator-limits.ts';
import type { EnterMaintenanceResponse__Output } from '../../shared/wire/generated/muster/v1/EnterMaintenanceResponse.ts';
import type { HostServiceClient } from '../../shared/wire/generated/muster/v1/HostService.ts';
import { services } from '../../shared/wire/schema.ts';
import { hostOf } from '../harness/model-objects.ts';
import { StagedReplica } from '../harness/replica-stage.ts';

const word = { sinceAt: 1_735_689_600_000, by: 'alice', reason: 'new disk' };
const done: OperatorAnswer = {
  kind: 'done',
  host: hostOf('host-1', { status: 'MAINTENANCE', maintenance: word }),
};

describe('HostService', () => {
  let replica: StagedReplica;
  let client: HostServiceClient;
  beforeAll(async () => {
    replica = await StagedReplica.start('a');
    client = new services.muster.v1.HostService(replica.api.address, credentials.createInsecure());
  });
  afterAll(async () => {
    client.close();
    await replica.stop();
  });
  beforeEach(() => {
    replica.answers.asked.length = 0;
    replica.answers.operations.length = 0;
  });
  const enter = (request: object): Promise<EnterMaintenanceResponse__Output> =>
    new Promise((resolve, reject) => {
      client.enterMaintenance(request, (error, response) => {
        if (response) resolve(response);
        else reject(error ?? new Error('neither an answer nor an error'));
      });
    });
  const failure = async (request: object): Promise<ServiceError> =>
    enter(request).then(
      () => Promise.reject(new Error('it was answered')),
      (error: unknown) => error as ServiceError,
    );

  it('answers with the host, and tells who asked from where', async () => {
    replica.answers.operations.push(done);
    const asked = { hostId: 'host-1', reason: 'new disk', force: true, requestId: 'r-1' };
    const { host } = await enter(asked);
    expect(host).toMatchObject({
      ...{ id: 'host-1', status: 'HOST_STATUS_MAINTENANCE' },
      maintenance: { by: 'alice', reason: 'new disk', since: { seconds: 1_735_689_600 } },
    });
    const request = { verb: 'enter-maintenance', id: 'r-1', reason: 'new disk', force: true };
    expect(replica.answers.askedFor('operate')).toEqual([
      {
        hostId: 'host-1',
        request: { ...request, by: expect.stringMatching(/127\.0\.0\.1$/) as string },
      },
    ]);
  });

  it('gives each request an id, so that it can be asked again of another owner', async () => {
    replica.answers.operations.push(done, done);
    await enter({ hostId: 'host-1' });
    await enter({ hostId: 'host-1' });
    const ids = replica.answers.askedFor('operate').map((asked) => JSON.stringify(asked));
    expect(new Set(ids).size).toBe(2);
  });

  it('names every wrong field, and asks nobody', async () => {
    const error = await failure({
      ...{ hostId: 'a host', requestId: 'x y' },
      reason: 'r'.repeat(operatorLimits.reasonLengthMax + 1),
    });
    expect(error.code).toBe(status.INVALID_ARGUMENT);
    for (const field of ['host_id', 'request_id', 'reason']) expect(error.details).toContain(field);
    expect(replica.answers.asked).toEqual([]);
  });

  it.each<readonly [OperatorAnswer, status, string]>([
    [{ kind: 'refused', message: 'it is DOWN' }, status.FAILED_PRECONDITION, 'it is DOWN'],
    [{ kind: 'reused', message: 'given to retire' }, status.INVALID_ARGUMENT, 'request_id: given'],
    [{ kind: 'unknown' }, status.NOT_FOUND, 'there is no host "host-1"'],
    [{ kind: 'moved' }, status.UNAVAILABLE, 'its owner changes; repeat the request'],
    [{ kind: 'late', message: 'NATS is away' }, status.UNAVAILABLE, 'NATS is away; repeat'],
  ])('says %o as status %s', async (answer, code, text) => {
    replica.answers.operations.push(answer);
    const error = await failure({ hostId: 'host-1' });
    expect(error.code).toBe(code);
    expect(error.details).toContain(text);
  });

  it.each<OperatorAnswer>([
    done,
    { kind: 'refused', message: 'm' },
    { kind: 'reused', message: 'm' },
    { kind: 'unknown' },
    { kind: 'moved' },
    { kind: 'late', message: 'm' },
  ])('a peer hears it as it is: %o', async (answer) => {
    const asker = await StagedReplica.start('b');
    replica.answers.operations.push(answer);
    const request = { verb: 'retire', id: 'r-1', by: 'alice', reason: 'r', force: true } as const;
    expect(await asker.peers.operate(replica.self, 'host-1', request)).toEqual(answer);
    expect(replica.answers.askedFor('operate')).toEqual([{ hostId: 'host-1', request }]);
    await asker.stop();
  });
});
