import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

import { eventually } from './eventually.ts';
import { bootSectors, domainXml, type BootSector, type DomainOptions } from './libvirt-domain.ts';

export type { BootSector, DomainOptions } from './libvirt-domain.ts';

const run = promisify(execFile);

export interface LibvirtOptions {
  /** Extra lines for libvirtd.conf. */
  readonly configLines?: readonly string[];
}

/**
 * A real libvirtd of the test's own, with real QEMU: `await PrivateLibvirt.start()`, then `virsh(...)`, at the end `stop()`.
 *
 * It lives in its own mount and process namespace: the system's libvirt is not touched, QEMU is reaped at once, and
 * everything dies with the namespace, also when the test process is killed (the namespace's first process ends when
 * its standard input closes). Needs root.
 */
export class PrivateLibvirt {
  /** Short: socket paths end at 108 bytes. */
  readonly root: string;
  readonly #init: ChildProcess;

  private constructor(root: string, init: ChildProcess) {
    this.root = root;
    this.#init = init;
  }

  static async start(options: LibvirtOptions = {}): Promise<PrivateLibvirt> {
    if (process.getuid?.() !== 0) {
      throw new Error(
        'a private libvirtd needs root, for namespaces of its own: run the tests as root',
      );
    }
    const root = await mkdtemp(path.join(tmpdir(), 'mlv-'));
    await layOut(root, options.configLines ?? []);
    const init = spawn(
      'unshare',
      [
        ...['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child'],
        ...['--mount-proc', 'bash', '-c', initScript, 'muster-test-libvirt', root],
      ],
      { stdio: ['pipe', 'ignore', 'inherit'] },
    );
    const libvirt = new PrivateLibvirt(root, init);
    await libvirt.startDaemon();
    return libvirt;
  }

  /** Full access. */
  get socketPath(): string {
    return path.join(this.root, 'sock', 'libvirt-sock');
  }

  /** Reading only. */
  get readOnlySocketPath(): string {
    return path.join(this.root, 'sock', 'libvirt-sock-ro');
  }

  /** For `virsh -c`, and as the target of a migration. */
  get uri(): string {
    return `qemu+unix:///system?socket=${this.socketPath}`;
  }

  /** Runs one virsh command to its end and returns its output; rejects with its error text. */
  async virsh(...args: readonly string[]): Promise<string> {
    const { stdout } = await run('virsh', ['-q', '-c', this.uri, ...args], {
      // Twice what libvirt itself waits for a domain that is busy.
      timeout: 60_000,
    });
    return stdout.trim();
  }

  /** Starts a virtual machine that is gone when it stops. Returns its UUID. */
  async create(name: string, options: DomainOptions = {}): Promise<string> {
    const { uuid, file } = await this.#writeDomain(name, options);
    await this.virsh('create', file);
    return uuid;
  }

  /** Defines a persistent virtual machine without starting it. Returns its UUID. */
  async define(name: string, options: DomainOptions = {}): Promise<string> {
    const { uuid, file } = await this.#writeDomain(name, options);
    await this.virsh('define', file);
    return uuid;
  }

  /** Ends the QEMU of a virtual machine with SIGKILL. */
  async killQemu(name: string): Promise<void> {
    process.kill(await this.#qemuPid(name), 'SIGKILL');
  }

  /** SIGSTOP: QEMU is there and answers nothing. */
  async freezeQemu(name: string): Promise<void> {
    process.kill(await this.#qemuPid(name), 'SIGSTOP');
  }

  async thawQemu(name: string): Promise<void> {
    process.kill(await this.#qemuPid(name), 'SIGCONT');
  }

  /** SIGSTOP: the daemon accepts connections and answers nothing. */
  async freezeDaemon(): Promise<void> {
    process.kill(await this.#daemonPid(), 'SIGSTOP');
  }

  async thawDaemon(): Promise<void> {
    process.kill(await this.#daemonPid(), 'SIGCONT');
  }

  /** Ends the daemon and waits until it is gone; virtual machines go on. */
  async stopDaemon(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const pid = await this.#daemonPid();
    process.kill(pid, signal);
    await eventually(async () => ((await this.#pids('libvirtd')).length === 0 ? true : undefined), {
      what: 'libvirtd ends',
    });
  }

  /** Starts the daemon and waits until it accepts connections. */
  async startDaemon(): Promise<void> {
    if (this.#init.exitCode !== null) throw new Error('the namespace of libvirtd has ended');
    this.#init.stdin?.write('start\n');
    await eventually(async () => ((await accepts(this.socketPath)) ? true : undefined), {
      what: `libvirtd listens on ${this.socketPath}`,
    });
  }

  async restartDaemon(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    await this.stopDaemon(signal);
    await this.startDaemon();
  }

  /** Ends the daemon and every virtual machine, and removes all files. */
  async stop(): Promise<void> {
    if (this.#init.exitCode === null && this.#init.signalCode === null) {
      const ended = new Promise((resolve) => this.#init.once('exit', resolve));
      this.#init.kill('SIGKILL');
      await ended;
    }
    await rm(this.root, { recursive: true, force: true, maxRetries: 5 });
  }

  async #writeDomain(
    name: string,
    options: DomainOptions,
  ): Promise<{ uuid: string; file: string }> {
    const uuid = options.uuid ?? randomUUID();
    const bootImage =
      options.bootSector === undefined
        ? undefined
        : await this.#writeBootImage(name, options.bootSector);
    const fullDisk = options.bootSector === 'io-error' ? await this.#makeFullDisk() : undefined;
    const file = path.join(this.root, `${name}.xml`);
    await writeFile(file, domainXml({ name, uuid, bootImage, fullDisk, options }));
    return { uuid, file };
  }

  async #writeBootImage(name: string, bootSector: BootSector): Promise<string> {
    const image = Buffer.alloc(1024 * 1024);
    image.set(bootSectors[bootSector]);
    image.writeUInt16LE(0xaa55, 510);
    const file = path.join(this.root, `${name}.img`);
    await writeFile(file, image);
    return file;
  }

  /** A disk image on a file system without a free byte; it exists inside the namespace only. */
  async #makeFullDisk(): Promise<string> {
    const ready = path.join(this.root, 'full-disk-ready');
    this.#init.stdin?.write('full-disk\n');
    await eventually(() => readFile(ready), { what: 'the full disk is there' });
    return path.join(this.root, 'full', 'disk.img');
  }

  /** The storage that is full for machines with `io-error` has room from now on. */
  async makeRoom(): Promise<void> {
    const ready = path.join(this.root, 'room-ready');
    this.#init.stdin?.write('make-room\n');
    await eventually(() => readFile(ready), { what: 'there is room on the full disk' });
  }

  async #qemuPid(name: string): Promise<number> {
    const pid = (await this.#pids(`guest=${name},`))[0];
    if (pid === undefined) throw new Error(`no QEMU runs for ${name}`);
    return pid;
  }

  async #daemonPid(): Promise<number> {
    const pid = (await this.#pids('libvirtd'))[0];
    if (pid === undefined) throw new Error('libvirtd does not run');
    return pid;
  }

  /** Processes of this namespace, by a part of their command line, in pids of the test process. */
  async #pids(part: string): Promise<number[]> {
    const [init] = await childrenOf(this.#init.pid ?? 0);
    const pids = init === undefined ? [] : await childrenOf(init);
    const found: number[] = [];
    for (const pid of pids) {
      const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (commandLine.includes(part)) found.push(pid);
    }
    return found;
  }
}

/** First process of the namespace: reaps at once, does what it is told on standard input, and ends with it. */
const initScript = `
set -u
root=$1
# As on every system: libvirt flushes each change of a machine's status there, which on a busy disk takes seconds.
mkdir -p /run/libvirt
mount -t tmpfs -o mode=755,size=16m tmpfs /run/libvirt
for pair in etc:/etc/libvirt lib:/var/lib/libvirt log:/var/log/libvirt cache:/var/cache/libvirt; do
  mkdir -p "\${pair#*:}"
  mount --bind "$root/\${pair%%:*}" "\${pair#*:}"
done
while read -r word; do
  case $word in
    start) libvirtd -p "$root/libvirtd.pid" -f "$root/etc/libvirtd.conf" </dev/null >/dev/null 2>&1 & ;;
    full-disk)
      if [ ! -e "$root/full-disk-ready" ]; then
        mkdir -p "$root/full" && mount -t tmpfs -o size=64k tmpfs "$root/full" &&
        truncate -s 16M "$root/full/disk.img" && { cat /dev/zero >"$root/full/filler" 2>/dev/null; touch "$root/full-disk-ready"; }
      fi ;;
    make-room) rm -f "$root/full/filler" && touch "$root/room-ready" ;;
  esac
done
`;

async function layOut(root: string, configLines: readonly string[]): Promise<void> {
  for (const folder of ['etc', 'lib', 'log', 'cache', 'sock']) {
    await mkdir(path.join(root, folder));
  }
  const daemon = [
    `unix_sock_dir = "${root}/sock"`,
    'auth_unix_rw = "none"',
    'auth_unix_ro = "none"',
    'unix_sock_rw_perms = "0700"',
    `host_uuid = "${randomUUID()}"`,
    `log_outputs = "3:file:${root}/log/libvirtd.log"`,
    ...configLines,
  ];
  // Above those of `freePort`, below those the system gives to outgoing connections.
  const port = 31_000 + Math.floor(Math.random() * 176) * 10;
  const qemu = [
    'user = "root"',
    'group = "root"',
    'security_driver = "none"',
    'cgroup_controllers = []',
    'remember_owner = 0',
    'namespaces = []',
    'stdio_handler = "file"',
    `migration_port_min = ${port}`,
    `migration_port_max = ${port + 9}`,
  ];
  await writeFile(path.join(root, 'etc', 'libvirtd.conf'), daemon.join('\n') + '\n');
  await writeFile(path.join(root, 'etc', 'qemu.conf'), qemu.join('\n') + '\n');
}

async function childrenOf(pid: number): Promise<number[]> {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
}

function accepts(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(socketPath, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
