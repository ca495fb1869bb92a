import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

import {
  hostsBucket,
  membersBucket,
  metaKey,
  vmsBucket,
} from '../../../central/cluster/buckets.ts';
import { encodeMember } from '../../../central/cluster/membership/member-json.ts';
import type { MemberValue } from '../../../central/cluster/membership/member.ts';
import { eventHeaders } from '../../../central/publish/cloud-event.ts';
import { eventStream, eventSubject, vmKeySubject } from '../../../central/publish/subjects.ts';
import { eventTypes } from '../../../shared/model/event.ts';
import { messageType } from '../../../shared/wire/json.ts';
import { aReplicaEvent, anEvent } from '../../harness/store-rows.ts';

const documentSchema = z.object({
  asyncapi: z.string(),
  channels: z.record(
    z.string(),
    z.object({
      address: z.string(),
      description: z.string(),
      messages: z.record(z.string(), z.object({ $ref: z.string() })),
    }),
  ),
  components: z.object({
    messages: z.record(
      z.string(),
      z.object({ name: z.string(), description: z.string().optional() }),
    ),
    schemas: z.record(
      z.string(),
      z.object({
        description: z.string().optional(),
        required: z.array(z.string()).optional(),
        properties: z.record(z.string(), z.unknown()).optional(),
      }),
    ),
  }),
});
const text = readFileSync(new URL('../../../proto/asyncapi.yaml', import.meta.url), 'utf8');
const raw: unknown = parse(text);
const document = documentSchema.parse(raw);
const { channels, components } = document;

const typesOfHosts = eventTypes.filter((type) => !type.startsWith('Replica'));
const memberFields = z.record(z.string(), z.unknown());
const aMember: MemberValue = {
  ...{ id: 'replica-1', instance: 'nonce', version: '1.0.0', role: 'all' },
  addresses: { agents: 'a:7420', api: 'a:7421' },
  ...{ peerKey: 'k', weight: 1, startedAt: 1, state: 'ACTIVE', groups: [], beat: 1 },
};

function channelFor(subject: string): string | undefined {
  const fits = ([, { address }]: [string, { address: string }]): boolean =>
    new RegExp(
      `^${address.replaceAll(/[$.]/g, String.raw`\$&`).replaceAll(/\{\w+\}/g, '[^.]+')}$`,
    ).test(subject);
  const exact = Object.entries(channels).find(([, { address }]) => address === subject);
  return (exact ?? Object.entries(channels).find(fits))?.[0];
}

describe('proto/asyncapi.yaml', () => {
  it('is an AsyncAPI 3 document whose references all lead somewhere', () => {
    expect(document.asyncapi).toMatch(/^3\./);
    const references = [...text.matchAll(/\$ref: '#\/([^']+)'/g)].map(([, path = '']) => path);
    expect(references.length).toBeGreaterThan(40);
    for (const reference of references) {
      const found = reference
        .split('/')
        .reduce<unknown>((node, key) => z.record(z.string(), z.unknown()).parse(node)[key], raw);
      expect(found, reference).toBeDefined();
    }
  });

  it.each(typesOfHosts)('has %s as a message of the channel its subject belongs to', (type) => {
    // A duplicate is told by the host that may not take it.
    const isOfVm = type.startsWith('Vm') && type !== 'VmDuplicated';
    const vmId = isOfVm ? 'vm-1' : '';
    const subject = eventSubject({ type, hostId: 'host-1', vmId });
    const channel = channels[channelFor(subject) ?? ''];
    expect(channel?.messages[type]?.$ref).toBe(`#/components/messages/${type}`);
    expect(channel?.description).toMatch(vmId === '' ? new RegExp(eventStream) : /Same stream/);
    const described = subject.replace('host-1', '<hostId>').replace('vm-1', '<vmId>');
    expect(components.messages[type]?.description).toContain(`\`${described}\``);
  });

  it('has what replicas say of themselves in a channel of its own, with exactly its headers', () => {
    const event = aReplicaEvent('replica-1');
    const channel = channels[channelFor(eventSubject(event)) ?? ''];
    expect(channel).toBe(channels['replicaEvents']);
    expect(channel?.messages[event.type]?.$ref).toBe(`#/components/messages/${event.type}`);
    const described = eventSubject(event).replace('replica-1', '<replicaId>');
    expect(components.messages[event.type]?.description).toContain(`\`${described}\``);
    const headers = Object.keys(components.schemas['ReplicaEventHeaders']?.properties ?? {});
    expect(headers.sort()).toEqual(['Nats-Msg-Id', ...Object.keys(eventHeaders(event))].sort());
  });

  it('has no event type that Muster does not have', () => {
    const described = ['hostEvents', 'vmEvents', 'replicaEvents'].flatMap((name) =>
      Object.keys(channels[name]?.messages ?? {}),
    );
    expect(described.sort()).toEqual([...eventTypes].sort());
  });

  it('has the bucket of the replicas, and every field of what stands in it', () => {
    expect(channelFor(membersBucket.subjectOf('replica-1'))).toBe('members');
    expect(channels['members']?.description).toContain(membersBucket.stream);
    const { required, properties = {} } = components.schemas['Member'] ?? {};
    const written = memberFields.parse(JSON.parse(new TextDecoder().decode(encodeMember(aMember))));
    expect(Object.keys(properties)).toEqual(required);
    expect(required?.toSorted()).toEqual(Object.keys(written).sort());
  });

  it('has both buckets, their incarnations, and the streams that hold them', () => {
    expect(channelFor(hostsBucket.subjectOf('host-1'))).toBe('hostRecords');
    expect(channelFor(vmsBucket.subjectOf('vm-1'))).toBe('vmRecords');
    expect(channelFor(vmKeySubject('vm-1'))).toBe('vmRecords');
    expect(channelFor(hostsBucket.subjectOf(metaKey))).toBe('hostsIncarnation');
    expect(channelFor(vmsBucket.subjectOf(metaKey))).toBe('vmsIncarnation');
    expect(channels['hostRecords']?.description).toContain(hostsBucket.stream);
    expect(channels['vmRecords']?.description).toContain(vmsBucket.stream);
  });

  it('names exactly the headers that events have', () => {
    const described = Object.keys(components.schemas['EventHeaders']?.properties ?? {});
    const sent = Object.keys(eventHeaders(anEvent('a', 1)));
    expect(described.sort()).toEqual(['Nats-Msg-Id', ...sent].sort());
  });

  it.each(['Event', 'HostRecord', 'VmRecord'])(
    'refers to a message of the contract for %s',
    (name) => {
      const description = components.schemas[name]?.description ?? '';
      const [, fullName = ''] = /`(muster\.v1\.\w+)`/.exec(description) ?? [];
      expect(messageType(fullName).name).toBe(name);
    },
  );
});
