import { createHash } from 'node:crypto';

import { eachLimited } from '../../shared/each-limited.ts';
import { limits } from '../../shared/limits.ts';
import type { Logger } from '../../shared/log.ts';
import { compareVmVersion, type VmVersion } from '../../shared/model/record.ts';
import type { Vm } from '../../shared/model/vm.ts';
import { decodeVmRecord, encodeVmRecord } from '../../shared/wire/json.ts';
import type { JetStream, OutgoingMessage, StoredMessage } from '../jetstream-port.ts';
import type { PublishOutcome } from '../ports.ts';
import { vmKeySubject, vmsStream } from './subjects.ts';

/** What must come to stand under a VM's key. */
export type VmKeyChange =
  | { readonly kind: 'put'; readonly vm: Vm }
  | {
      readonly kind: 'remove';
      readonly vmId: string;
      readonly hostId: string;
      /** undefined: not known; then only the host counts. */
      readonly version: VmVersion | undefined;
    };

export interface VmKeysOptions {
  readonly jetStream: Pick<JetStream, 'write' | 'last'>;
  readonly log: Logger;
  /** Id of this replica, told to readers. */
  readonly owner: string;
}

interface Standing {
  readonly revision: number;
  /** undefined: nothing, or nothing that can be read. */
  readonly version: VmVersion | undefined;
  /** Host it names. Empty: removed, or nothing that can be read. */
  readonly hostId: string;
  readonly isRemoved: boolean;
}

/** The bucket of VMs, by compare-and-set. A lost one means: read again and decide again. */
export class VmKeys {
  readonly #options: VmKeysOptions;
  /** Each key as this replica last wrote it; in the order of writing. */
  readonly #standings = new Map<string, Standing>();

  constructor(options: VmKeysOptions) {
    this.#options = options;
  }

  /** Different keys at once: each has a version of its own, so no reader needs them in an order. */
  async write(changes: readonly VmKeyChange[]): Promise<PublishOutcome> {
    let failed: PublishOutcome = { kind: 'out' };
    await eachLimited(changes, limits.vmKeysInFlightMax, async (change) => {
      if (failed.kind === 'unavailable') return;
      const outcome = await this.#writeOne(change);
      if (outcome.kind === 'unavailable') failed = outcome;
    });
    return failed;
  }

  /** The bucket is another one: nothing is known of it. */
  forget(): void {
    this.#standings.clear();
  }

  async #writeOne(change: VmKeyChange): Promise<PublishOutcome> {
    const vmId = change.kind === 'put' ? change.vm.id : change.vmId;
    // Most VMs written for the first time are new: a key that is there after all refuses, and is read then.
    const known = this.#standings.get(vmId) ?? absent;
    // A change may be older than what was written: a repeat, or a whole bucket written again beside the loop.
    if (shouldWrite(change, known)) {
      const outcome = await this.#options.jetStream.write(this.#message(change, known.revision));
      if (outcome.kind === 'written') return this.#written(change, outcome.sequence);
      if (outcome.kind === 'unavailable') return outcome;
    }
    return this.#writeOverRead(vmId, change);
  }

  async #writeOverRead(vmId: string, change: VmKeyChange): Promise<PublishOutcome> {
    for (let round = 0; round < limits.compareAndSetRounds; round++) {
      const standing = await this.#read(vmId);
      if (!shouldWrite(change, standing)) {
        this.#standings.delete(vmId);
        return { kind: 'out' };
      }
      const outcome = await this.#options.jetStream.write(this.#message(change, standing.revision));
      if (outcome.kind === 'written') return this.#written(change, outcome.sequence);
      if (outcome.kind === 'unavailable') return outcome;
    }
    return {
      kind: 'unavailable',
      reason: `the key of VM ${vmId} is being changed by somebody else`,
    };
  }

  #written(change: VmKeyChange, revision: number): PublishOutcome {
    const vmId = change.kind === 'put' ? change.vm.id : change.vmId;
    this.#standings.delete(vmId);
    this.#standings.set(vmId, standingOf(change, revision));
    if (this.#standings.size > limits.vmKeyRevisionsMax) {
      const [oldest] = this.#standings.keys();
      if (oldest !== undefined) this.#standings.delete(oldest);
    }
    return { kind: 'out' };
  }

  #message(change: VmKeyChange, expected: number): OutgoingMessage {
    const vmId = change.kind === 'put' ? change.vm.id : change.vmId;
    const version = change.kind === 'put' ? change.vm : change.version;
    const body =
      change.kind === 'put'
        ? encodeVmRecord({ owner: this.#options.owner, vm: change.vm })
        : new Uint8Array();
    const digest = createHash('sha256').update(body).digest('base64url');
    return {
      stream: vmsStream,
      subject: vmKeySubject(vmId),
      body,
      messageId: `${vmId}/${expected}/${version ? `${version.epoch}.${version.n}` : ''}/${digest}`,
      headers: {
        ...(change.kind === 'remove' && { 'KV-Operation': 'DEL' }),
        ...(version && {
          'muster-placement': String(version.placement),
          'muster-epoch': String(version.epoch),
          'muster-n': String(version.n),
        }),
      },
      expected,
    };
  }

  async #read(vmId: string): Promise<Standing> {
    const message = await this.#options.jetStream.last(vmsStream, vmKeySubject(vmId));
    if (message === undefined) return absent;
    const revision = message.sequence;
    if (message.header('KV-Operation') !== '')
      return { revision, version: markerVersion(message), hostId: '', isRemoved: true };
    try {
      const { vm } = decodeVmRecord(message.body);
      return { revision, version: vm, hostId: vm.hostId, isRemoved: false };
    } catch (error) {
      this.#options.log.error(
        { err: error, vm: vmId },
        'the key of a VM is malformed; it is written again',
      );
      return { ...unread, revision };
    }
  }
}

function standingOf(change: VmKeyChange, revision: number): Standing {
  if (change.kind === 'remove') {
    // What says the version may be a whole event, which must not be held as long as the key is remembered.
    const version = change.version && versionOf(change.version);
    return { revision, version, hostId: '', isRemoved: true };
  }
  return { revision, version: versionOf(change.vm), hostId: change.vm.hostId, isRemoved: false };
}

function versionOf({ placement, epoch, n, hostId }: VmVersion): VmVersion {
  return { placement, epoch, n, ...(hostId !== undefined && { hostId }) };
}

const unread = { version: undefined, hostId: '', isRemoved: false };
const absent: Standing = { ...unread, revision: 0 };

function markerVersion(message: StoredMessage): VmVersion | undefined {
  const [placement, epoch, n] = ['muster-placement', 'muster-epoch', 'muster-n'].map((name) =>
    message.header(name),
  );
  if (!placement || !epoch || !n) return undefined;
  return { placement: Number(placement), epoch: Number(epoch), n: Number(n) };
}

/** Newer wins by (placement, epoch, n). A removal is for the host that the key names, or for one that took it later. */
function shouldWrite(change: VmKeyChange, standing: Standing): boolean {
  const { version, hostId, isRemoved } = standing;
  if (change.kind === 'put')
    return version === undefined || compareVmVersion(change.vm, version) > 0;
  if (isRemoved) return false;
  // Added and removed in one step: its events are out, and who missed the last of them finds its end only here.
  if (version === undefined) return change.version !== undefined;
  // In one step the host may have taken it and removed it: then the key still names the host before.
  if (hostId !== change.hostId) return (change.version?.placement ?? 0) > version.placement;
  return change.version === undefined || compareVmVersion(change.version, version) >= 0;
}
