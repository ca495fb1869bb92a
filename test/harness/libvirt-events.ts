import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

import { eventually } from './eventually.ts';
import type { PrivateLibvirt } from './libvirt.ts';

export interface LibvirtEvent {
  /** Unix ms, by libvirt's own client. */
  readonly at: number;
  readonly domain: string;
  /** Such as `lifecycle Suspended Paused`, `reboot`. */
  readonly text: string;
}

const form = /^(\S+ \S+): event '([^']+)' for domain '([^']+)'(?:: (.*))?$/;

/** What libvirt itself says happens, by its own client and client's clock: `virsh event`. */
export class LibvirtEvents {
  readonly events: LibvirtEvent[] = [];
  readonly #child: ChildProcess;
  #rest = '';

  private constructor(uri: string) {
    const words = ['-q', '-c', uri, 'event', '--all', '--loop', '--timestamp'];
    this.#child = spawn('virsh', words, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.#take(text);
    });
  }

  static async start(libvirt: PrivateLibvirt): Promise<LibvirtEvents> {
    const recorder = new LibvirtEvents(libvirt.uri);
    // It says nothing when it has subscribed; a VM that comes and goes shows it.
    let attempt = 0;
    await eventually(
      async () => {
        attempt += 1;
        const name = `trial-${String(attempt)}`;
        await libvirt.define(name);
        await libvirt.virsh('undefine', name);
        return recorder.events.length > 0 || undefined;
      },
      { what: 'virsh tells events', intervalMs: 100 },
    );
    return recorder;
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, time, kind, domain, detail] = form.exec(line) ?? [];
      if (time === undefined || kind === undefined || domain === undefined) continue;
      const at = Date.parse(time.replace(' ', 'T').replace('+0000', 'Z'));
      this.events.push({ at, domain, text: detail === undefined ? kind : `${kind} ${detail}` });
    }
  }
}
