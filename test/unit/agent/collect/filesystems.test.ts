import { beforeEach, describe, expect, test } from 'vitest';

import { filesystemSample, FilesystemProbe } from '../../../../agent/collect/filesystems.ts';
import { ProbeHealth } from '../../../../agent/collect/probe-health.ts';
import { limits } from '../../../../shared/limits.ts';
import { FakeClock } from '../../../harness/fake-clock.ts';
import { MemoryFiles } from './memory-files.ts';
import { recordingLogger } from './recording-logger.ts';

describe('filesystemSample', () => {
  test.each([
    {
      name: 'blocks to KiB',
      size: { bsize: 4096, blocks: 1000, bfree: 250 },
      expected: { mount: '/a', totalKib: 4000, usedKib: 3000 },
    },
    {
      name: 'small blocks',
      size: { bsize: 512, blocks: 4, bfree: 0 },
      expected: { mount: '/a', totalKib: 2, usedKib: 2 },
    },
    {
      name: 'more free than there is, while it grows',
      size: { bsize: 1024, blocks: 4, bfree: 5 },
      expected: { mount: '/a', totalKib: 4, usedKib: 0 },
    },
    {
      name: 'a pseudo file system has no size',
      size: { bsize: 4096, blocks: 0, bfree: 0 },
      expected: undefined,
    },
  ])('$name', ({ size, expected }) => {
    expect(filesystemSample('/a', size)).toEqual(expected);
  });
});

describe('FilesystemProbe', () => {
  const size = { bsize: 1024, blocks: 100, bfree: 60 };
  let clock: FakeClock;
  let files: MemoryFiles;
  let recorded: ReturnType<typeof recordingLogger>;
  let health: ProbeHealth;
  let probe: FilesystemProbe;

  beforeEach(() => {
    clock = new FakeClock();
    files = new MemoryFiles();
    recorded = recordingLogger();
    health = new ProbeHealth(recorded.log);
    probe = new FilesystemProbe({ clock, files, health });
  });

  /** Local mounts from /dev, remote ones from servers; each with a size. */
  function mount(...mounts: readonly { path: string; type: 'ext4' | 'nfs4' }[]): void {
    const lines = mounts.map(({ path, type }, index) => {
      const source = type === 'nfs4' ? 'filer:/a' : '/dev/sda';
      return `${index} 0 0:${index} / ${path} rw - ${type} ${source} rw\n`;
    });
    files.texts.set('/proc/self/mountinfo', lines.join(''));
    for (const { path } of mounts) files.sizes.set(path, size);
  }

  const known = (): readonly string[] => probe.samples().map((sample) => sample.mount);
  const asked = (path: string): number =>
    files.calls.filter((call) => call === `statfs ${path}`).length;

  async function nextRound(): Promise<void> {
    clock.suspend(limits.filesystemRefreshMs);
    void probe.refreshIfDue(clock.monotonicMs());
    await clock.advanceAsync(limits.probeDeadlineMs);
  }

  test('measures local and remote mounts, in the order of the mount table', async () => {
    mount({ path: '/a', type: 'nfs4' }, { path: '/', type: 'ext4' });
    await probe.refreshIfDue(0);
    expect(probe.samples()).toEqual([
      { mount: '/a', totalKib: 100, usedKib: 40 },
      { mount: '/', totalKib: 100, usedKib: 40 },
    ]);
  });

  test('asks again only when the refresh is due', async () => {
    mount({ path: '/', type: 'ext4' });
    await probe.refreshIfDue(0);
    expect(probe.refreshIfDue(limits.filesystemRefreshMs - 1)).toBeUndefined();
    await probe.refreshIfDue(limits.filesystemRefreshMs);
    expect(asked('/')).toBe(2);
  });

  test('OV-30: a dead server hides no local disk, is not asked twice, is said once, and comes back', async () => {
    mount(
      { path: '/', type: 'ext4' },
      { path: '/dead', type: 'nfs4' },
      { path: '/b', type: 'nfs4' },
    );
    await probe.refreshIfDue(0);
    expect(known()).toEqual(['/', '/dead', '/b']);

    files.hanging.add('/dead');
    await nextRound();
    expect(known()).toEqual(['/']);
    await nextRound();
    await nextRound();
    expect(known()).toEqual(['/']);
    expect(asked('/dead')).toBe(2);
    expect(asked('/')).toBe(4);
    expect(recorded.lines.map(({ level, probe: name }) => [level, name])).toEqual([
      ['warn', 'filesystem /dead'],
      ['warn', 'filesystem /b'],
    ]);

    files.release('/dead');
    await clock.advanceAsync(0);
    await nextRound();
    expect(known()).toEqual(['/', '/dead', '/b']);
    expect(health.failures()).toEqual([]);
    expect(recorded.lines.filter(({ level }) => level === 'info')).toHaveLength(2);
  });

  test('while a round still goes on no other is begun', async () => {
    mount({ path: '/', type: 'ext4' });
    files.hanging.add('/');
    void probe.refreshIfDue(0);
    await clock.advanceAsync(1);
    expect(probe.refreshIfDue(limits.filesystemRefreshMs)).toBeUndefined();
  });

  test('a mount that fails is left out, and is forgotten once it is unmounted', async () => {
    mount({ path: '/', type: 'ext4' }, { path: '/a', type: 'ext4' });
    await probe.refreshIfDue(0);
    files.sizes.delete('/a');
    await nextRound();
    expect(known()).toEqual(['/']);
    expect(health.failures()).toMatchObject([{ probe: 'filesystem /a', count: 1 }]);
    mount({ path: '/', type: 'ext4' });
    await nextRound();
    expect(known()).toEqual(['/']);
    expect(health.failures()).toEqual([]);
  });

  test('without a mount table nothing new is learned, and that is a failure', async () => {
    await probe.refreshIfDue(0);
    expect(probe.samples()).toEqual([]);
    expect(health.failures()).toMatchObject([{ probe: 'mounts' }]);
  });

  test('more mounts than the limit: the first ones', async () => {
    const mounts = Array.from({ length: limits.hostFilesystemsMax + 1 }, (_, index) => ({
      path: `/m${index}`,
      type: 'ext4' as const,
    }));
    mount(...mounts);
    await probe.refreshIfDue(0);
    expect(known()).toHaveLength(limits.hostFilesystemsMax);
  });
});
