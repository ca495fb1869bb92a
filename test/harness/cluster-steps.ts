import type {
  CommitOutcome,
  CommitPort,
  HostCommit,
  Publication,
  PublishPort,
} from '../../central/ports.ts';
import type { Event } from '../../shared/model/event.ts';
import type { HostRecord } from '../../shared/model/record.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { eventually } from './eventually.ts';
import { aHost, aVm } from './store-rows.ts';

export interface StepOptions {
  readonly hostId?: string;
  readonly owner?: string;
  readonly instance?: string;
  readonly epoch?: number;
  readonly n: number;
  readonly expected: number;
  readonly vms?: readonly Vm[];
  readonly removedVmIds?: readonly string[];
}

/** A step of a host with one event for the host, and one for each VM it changes. */
export function aStep(options: StepOptions): HostCommit {
  const { hostId = 'host-1', owner = 'replica-1', instance = 'instance-1', epoch = 1 } = options;
  const { expected, vms = [], removedVmIds = [] } = options;
  const host = aHost(hostId, { owner, epoch, n: options.n, vmCount: vms.length });
  const about = [
    ...vms.map((vm) => ({ vmId: vm.id, vm, type: 'VmStatusChanged' as const })),
    ...removedVmIds.map((vmId) => ({ vmId, vm: undefined, type: 'VmRemoved' as const })),
  ];
  const first = options.n - about.length;
  const base = {
    hostId,
    epoch,
    observedAt: 1_735_689_600_000,
    recordedAt: 1_735_689_600_001,
    reason: 'TEST',
    vmIds: [],
  };
  const events: Event[] = [
    {
      ...base,
      id: `${hostId}/${epoch}/${first}`,
      type: 'HostStatusChanged',
      vmId: '',
      n: first,
      placement: 0,
      after: { kind: 'host', host },
    },
    ...about.map(({ vmId, vm, type }, index): Event => {
      const n = first + 1 + index;
      return {
        ...base,
        id: `${hostId}/${epoch}/${n}`,
        type,
        vmId,
        n,
        placement: 1,
        ...(vm && { after: { kind: 'vm', vm: { ...vm, epoch, n } } }),
      };
    }),
  ];
  const record: HostRecord = {
    incarnation: '',
    owner,
    instance,
    epoch,
    n: options.n,
    host,
    pictureRun: host.run,
    appliedChanges: [{ run: host.run, change: options.n }],
    pending: events,
  };
  const changed = events.flatMap(({ after }) => (after?.kind === 'vm' ? [after.vm] : []));
  return { record, expected, events, vms: changed, removedVmIds };
}

export function aVmOf(hostId: string, id: string, changes: Partial<Vm> = {}): Vm {
  return aVm(id, hostId, changes);
}

/** Repeats a step unchanged until its outcome is known, as the loop does. */
export function commitUntilKnown(
  port: CommitPort,
  step: HostCommit,
  timeoutMs = 60_000,
): Promise<Exclude<CommitOutcome, { kind: 'unavailable' }>> {
  return eventually(
    async () => {
      const outcome = await port.commit(step);
      if (outcome.kind === 'unavailable') throw new Error(outcome.reason);
      return outcome;
    },
    { what: `the outcome of a step of ${step.record.host.id}`, timeoutMs },
  );
}

export function publicationOf(step: HostCommit, isRepeat = false): Publication {
  const { events, record, removedVmIds, vms } = step;
  return { hostId: record.host.id, events, vms, removedVmIds, isRepeat };
}

export function publishUntilOut(
  port: PublishPort,
  publication: Publication,
  timeoutMs = 60_000,
): Promise<true> {
  let { isRepeat } = publication;
  return eventually(
    async () => {
      const outcome = await port.publish({ ...publication, isRepeat });
      isRepeat = true;
      if (outcome.kind === 'unavailable') throw new Error(outcome.reason);
      return true as const;
    },
    { what: `what happened to ${publication.hostId} is out`, timeoutMs },
  );
}

/** Commits, checks that it was accepted, and publishes; gives the new revision. */
export async function takeStep(
  { commit, publish }: { readonly commit: CommitPort; readonly publish: PublishPort },
  step: HostCommit,
): Promise<number> {
  const outcome = await commitUntilKnown(commit, step);
  if (outcome.kind !== 'accepted') throw new Error(`lost to ${outcome.owner}`);
  await publishUntilOut(publish, publicationOf(step));
  return outcome.revision;
}
