import { describe, expect, it } from 'vitest';

import type { StoredHost } from '../../../../central/ports.ts';
import { packHost, unpackHost } from '../../../../central/store/packed-host.ts';
import { packVm, unpackVm } from '../../../../central/store/packed-vm.ts';
import type { Hardware } from '../../../../shared/model/host.ts';
import type { Vm } from '../../../../shared/model/vm.ts';
import { anEvent, aStoredHost, aVm } from '../../../harness/store-rows.ts';

const hardware: Hardware = {
  cpuModel: 'EPYC',
  cpuCount: 64,
  socketCount: 2,
  architecture: 'x86_64',
  memoryKib: 263_872_000,
  operatingSystem: 'Debian',
  kernel: '6.1',
  virtualization: ['svm', 'kvm'],
  networkInterfaces: [
    { name: 'eno1', mac: '52:54:00:12:34:56', speedMbps: 10_000 },
    { name: 'eno2', mac: '', speedMbps: 0 },
  ],
  disks: [{ name: 'sda', sizeBytes: 480_103_981_056, isRotational: true }],
  probeSource: 'proc',
};
const hypervisor = { type: 'QEMU', version: '9.0.0', libraryVersion: '10.0.0' };

function withRecord(changes: Partial<StoredHost['record']>): StoredHost {
  const stored = aStoredHost('a');
  return { ...stored, record: { ...stored.record, ...changes } };
}

describe('a packed host', () => {
  const full = aStoredHost('a', {
    labels: { rack: '1', '': 'empty', empty: '' },
    hardware: { ...hardware, hypervisor },
    conditions: [
      { type: 'DISK_PRESSURE', isActive: true, reason: 'FULL', message: 'no room', sinceAt: 5 },
    ],
    vmCount: 7,
  });
  const cases: [string, StoredHost][] = [
    ['with little', aStoredHost('a')],
    ['with everything', full],
    ['without a hypervisor', aStoredHost('a', { hardware })],
    [
      'of a label named __proto__',
      aStoredHost('a', { labels: Object.fromEntries([['__proto__', 'x']]) }),
    ],
    ['whose record has another owner, epoch and n', withRecord({ owner: 'b', epoch: 9, n: 8 })],
    ['whose host says epoch and n 0', aStoredHost('a', { epoch: 0, n: 0, owner: '' })],
    ['whose picture is of another run', withRecord({ pictureRun: '' })],
    ['whose last event is not the last commit', withRecord({ told: { epoch: 3, n: 7 } })],
    ['that is silent', withRecord({ silence: { silentMs: 11_000, spentMs: 41_000 } })],
    [
      'that is silent, and whose last event is not the last commit',
      withRecord({ silence: { silentMs: 3_000, spentMs: 0 }, told: { epoch: 3, n: 7 } }),
    ],
    ['that owes events', withRecord({ pending: [anEvent('a', 1), anEvent('a', 2)] })],
    [
      'with two runs applied',
      withRecord({
        appliedChanges: [
          { run: 'r2', change: 0 },
          { run: 'r1', change: 2 ** 40 },
        ],
      }),
    ],
  ];

  it.each(cases)('%s reads as it was', (_, stored) => {
    expect(unpackHost('a', packHost(stored))).toStrictEqual(stored);
  });
});

describe('a packed VM', () => {
  const details = {
    guestAgent: 'CONNECTED',
    memory: { guaranteedKib: 1, wantedKib: 0 },
    memoryIssues: [{ kind: 'BELOW_GUARANTEE', currentKib: 1, expectedKib: 2 }],
  } as const;
  const cases: [string, Vm][] = [
    ['in peace', aVm('v', 'a')],
    ['nobody can tell of', aVm('v', 'a', { status: 'UNKNOWN', reason: 'UNSPECIFIED', sinceAt: 9 })],
    ['whose report differs by its time alone', aVm('v', 'a', { sinceAt: 9 })],
    [
      'that migrates',
      aVm('v', 'a', { migration: { fromHostId: 'a', toHostId: '', iteration: 0 } }),
    ],
    ['with details', aVm('v', 'a', { details })],
    [
      'with details, waited for',
      aVm('v', 'a', { details, overdue: { health: 'MISSING', sinceAt: 9 } }),
    ],
    ['waited for', aVm('v', 'a', { overdue: { health: 'ZOMBIE', sinceAt: 9 } })],
    ['with other values', aVm('v', '', { isPersistent: false, isGuestAgentConnected: true, n: 0 })],
  ];

  it.each(cases)('%s reads as it was', (_, vm) => {
    expect(unpackVm('v', packVm(vm))).toStrictEqual(vm);
  });
});
