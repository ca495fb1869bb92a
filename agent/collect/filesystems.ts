import type { Clock } from '../../shared/clock.ts';
import { limits } from '../../shared/limits.ts';
import type { FilesystemSample } from '../../shared/model/stats.ts';
import { CallGuard } from './call-guard.ts';
import type { FilesystemSize, HostFiles } from './host-files.ts';
import { type Mount, parseMountinfo } from './mounts.ts';
import type { ProbeHealth } from './probe-health.ts';

/** Undefined: it has no size, as pseudo file systems. */
export function filesystemSample(
  mount: string,
  size: FilesystemSize,
): FilesystemSample | undefined {
  const kib = (blocks: number): number => Math.round((blocks * size.bsize) / 1024);
  if (!(size.blocks > 0) || !(size.bsize > 0)) return undefined;
  return { mount, totalKib: kib(size.blocks), usedKib: kib(Math.max(0, size.blocks - size.bfree)) };
}

export interface FilesystemProbeOptions {
  readonly clock: Clock;
  readonly files: HostFiles;
  readonly health: ProbeHealth;
}

/**
 * Fill of the mounted file systems. Asking one may hang for ever, so this runs beside the other probes, and what it last
 * learned is read at any time; a mount that does not answer is left out of it at its deadline.
 *
 * Mounts are asked one after another, remote ones apart from local ones: a dead server hides the other remote mounts
 * until it is back, never the local disks, and costs one thread of Node's pool, which also looks up names.
 */
export class FilesystemProbe {
  readonly #files: HostFiles;
  readonly #health: ProbeHealth;
  readonly #tableGuard: CallGuard;
  readonly #localGuard: CallGuard;
  readonly #remoteGuard: CallGuard;
  readonly #samples = new Map<string, FilesystemSample>();
  #mounts: readonly Mount[] = [];
  #isRoundOn = false;
  #nextRoundAtMs = -Infinity;

  constructor({ clock, files, health }: FilesystemProbeOptions) {
    this.#files = files;
    this.#health = health;
    const guard = (): CallGuard => new CallGuard({ clock, inFlightMax: 1 });
    [this.#tableGuard, this.#localGuard, this.#remoteGuard] = [guard(), guard(), guard()];
  }

  /** What is known now, in the order of the mount table. */
  samples(): readonly FilesystemSample[] {
    return this.#mounts.flatMap(({ path }) => this.#samples.get(path) ?? []);
  }

  /**
   * Asks again if that is due. Undefined: nothing to wait for, as it is not, or the last round still goes on. Otherwise
   * settles with the round: usually within a millisecond, at the latest after one deadline for each slow mount.
   */
  refreshIfDue(nowMs: number): Promise<void> | undefined {
    if (this.#isRoundOn || nowMs < this.#nextRoundAtMs) return undefined;
    this.#nextRoundAtMs = nowMs + limits.filesystemRefreshMs;
    this.#isRoundOn = true;
    return this.#runRound().finally(() => {
      this.#isRoundOn = false;
    });
  }

  async #runRound(): Promise<void> {
    const table = await this.#tableGuard.run('mountinfo', limits.probeDeadlineMs, () =>
      this.#files.read('/proc/self/mountinfo'),
    );
    if (!this.#health.noteOutcome('mounts', table)) return;
    this.#setMounts(parseMountinfo(table.value).slice(0, limits.hostFilesystemsMax));
    const measureAll = async (guard: CallGuard, isRemote: boolean): Promise<void> => {
      for (const mount of this.#mounts) {
        if (mount.isRemote === isRemote) await this.#measure(guard, mount.path);
      }
    };
    await Promise.all([measureAll(this.#localGuard, false), measureAll(this.#remoteGuard, true)]);
  }

  #setMounts(mounts: readonly Mount[]): void {
    const paths = new Set(mounts.map(({ path }) => path));
    for (const { path } of this.#mounts) {
      if (paths.has(path)) continue;
      this.#samples.delete(path);
      this.#health.forget(healthName(path));
    }
    this.#mounts = mounts;
  }

  async #measure(guard: CallGuard, path: string): Promise<void> {
    const outcome = await guard.run(path, limits.probeDeadlineMs, () => this.#files.statfs(path));
    const isKnown = this.#health.noteOutcome(healthName(path), outcome);
    const sample = isKnown ? filesystemSample(path, outcome.value) : undefined;
    if (sample) this.#samples.set(path, sample);
    else this.#samples.delete(path);
  }
}

function healthName(path: string): string {
  return `filesystem ${path}`;
}
