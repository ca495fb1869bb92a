import { execFileSync } from 'node:child_process';
import { constants } from 'node:fs';
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createHostCollector } from '../../../../agent/collect/collector.ts';
import { createHostFiles, isAbsent } from '../../../../agent/collect/host-files.ts';
import { systemClock } from '../../../../shared/clock.ts';
import { limits } from '../../../../shared/limits.ts';
import { silentLogger } from '../../../../shared/log.ts';
import { eventually } from '../../../harness/eventually.ts';

/** Of POSIX; Node can not make a named pipe itself. */
const makePipe = 'mkfifo';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(os.tmpdir(), 'muster-collect-'));
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

describe('host files', () => {
  test.each([0, 1, 64 * 1024, 64 * 1024 + 1, 200_000])(
    'a file of %i bytes is read whole',
    async (length) => {
      const text = 'x'.repeat(length);
      await writeFile(path.join(root, 'file'), text);
      expect(createHostFiles(root).readNow('/file')).toBe(text);
    },
  );

  test('a file beyond the limit is refused', async () => {
    await writeFile(path.join(root, 'file'), Buffer.alloc(limits.probeFileBytesMax + 1));
    expect(() => createHostFiles(root).readNow('/file')).toThrow('is larger than');
  });

  test('the start of a long file is read alone', async () => {
    await writeFile(path.join(root, 'file'), 'x'.repeat(200_000));
    expect(createHostFiles(root).readStartNow('/file')).toHaveLength(1024);
  });

  test('an absent file is told from a broken one', () => {
    const files = createHostFiles(root);
    const errorOf = (file: string): unknown => {
      try {
        return files.readNow(file);
      } catch (error) {
        return error;
      }
    };
    expect(isAbsent(errorOf('/none'))).toBe(true);
    expect(isAbsent(errorOf('/'))).toBe(false);
    expect(isAbsent('ENOENT')).toBe(false);
  });
});

test('OV-30: a read that really hangs delays hardware by one deadline and hides only itself', async () => {
  const device = path.join(root, 'sys/class/net/eth0');
  await mkdir(device, { recursive: true });
  await mkdir(path.join(root, 'proc'));
  await writeFile(path.join(root, 'proc/stat'), 'cpu  1 2 3 4\n');
  await writeFile(path.join(device, 'address'), '3c:ec:ef:12:34:56\n');
  // Nobody writes into this pipe, so whoever opens it to read waits.
  execFileSync(makePipe, [path.join(device, 'speed')]);
  try {
    const collector = createHostCollector({ clock: systemClock, log: silentLogger, root });
    // On a machine busy with other tests what does not hang may miss the deadline once.
    await eventually(
      async () => {
        const { networkInterfaces } = await collector.hardware();
        const eth0 = { name: 'eth0', mac: '3c:ec:ef:12:34:56', speedMbps: 0 };
        expect(networkInterfaces).toEqual([eth0]);
        return true;
      },
      { what: 'the rest of the hardware is told' },
    );
    expect(collector.failures()).toContainEqual(
      expect.objectContaining({ probe: 'link speeds', reason: 'does not answer' }),
    );
  } finally {
    // Gives the thread that waits in the pipe back.
    const writer = await open(path.join(device, 'speed'), constants.O_RDWR | constants.O_NONBLOCK);
    await writer.write('1000\n');
    await writer.close();
  }
});
