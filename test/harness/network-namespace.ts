import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A number no other namespace of this process has. */
let count = 0;

async function ip(...args: readonly string[]): Promise<void> {
  await run('ip', [...args]);
}

/**
 * A network of its own for a program, joined to ours by one cable that can be pulled: then packets are dropped, and
 * nobody is told. Needs root and iproute2.
 */
export class NetworkNamespace {
  readonly #name: string;
  readonly #cable: string;
  /** Of our end of the cable: where programs inside find those outside. */
  readonly outerHost: string;
  /** Of the other end: where programs inside listen. */
  readonly innerHost: string;

  private constructor(id: string, subnet: string) {
    this.#name = `muster-${id}`;
    this.#cable = `mu${id}`;
    this.outerHost = `${subnet}.1`;
    this.innerHost = `${subnet}.2`;
  }

  static async create(): Promise<NetworkNamespace> {
    count += 1;
    // Of the addresses for benchmarks of networks (RFC 2544); each process has a few of its own.
    const id = `${process.pid}-${count}`.slice(-9);
    const subnet = `198.18.${(process.pid * 7 + count) % 256}`;
    const namespace = new NetworkNamespace(id, subnet);
    await namespace.#lay();
    return namespace;
  }

  /** What a command line must begin with to run inside. */
  get prefix(): readonly string[] {
    return ['ip', 'netns', 'exec', this.#name];
  }

  cut(): Promise<void> {
    return ip('link', 'set', this.#cable, 'down');
  }

  heal(): Promise<void> {
    return ip('link', 'set', this.#cable, 'up');
  }

  /** Programs inside must have ended. */
  async stop(): Promise<void> {
    await ip('netns', 'delete', this.#name);
  }

  async #lay(): Promise<void> {
    const [name, cable, end] = [this.#name, this.#cable, `${this.#cable}i`];
    await ip('netns', 'add', name);
    await ip('link', 'add', cable, 'type', 'veth', 'peer', 'name', end, 'netns', name);
    await ip('address', 'add', `${this.outerHost}/30`, 'dev', cable);
    await ip('link', 'set', cable, 'up');
    await ip('-n', name, 'address', 'add', `${this.innerHost}/30`, 'dev', end);
    await ip('-n', name, 'link', 'set', end, 'up');
    await ip('-n', name, 'link', 'set', 'lo', 'up');
  }
}
