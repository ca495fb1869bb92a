import { homedir } from 'node:os';
import path from 'node:path';

export const linuxMac = '52:54:00:12:34:56';

/** What the boot sector of a test machine does a second after the start. `halt`: nothing. */
export type BootSector = 'halt' | 'power-off' | 'reset' | 'watchdog' | 'panic' | 'io-error';

export interface DomainOptions {
  readonly uuid?: string;
  readonly bootSector?: BootSector;
  /** MiB; 64 unless told. */
  readonly memoryMib?: number;
  /** For `watchdog`; pause unless told. */
  readonly watchdogAction?: 'pause' | 'reset' | 'none' | 'poweroff';
  /** For `panic`; destroy unless told. */
  readonly onCrash?: 'destroy' | 'preserve' | 'restart';
  /** With a user-mode NIC and the channel of a guest agent (which never connects). */
  readonly hasAgentChannel?: boolean;
  /** Boots the small Linux of `test/setup-guest.sh`, with a guest agent and a balloon driver; words for its command line. */
  readonly linux?: string;
  /** MiB it is to have at the start; all unless told. Without a driver in the guest nothing comes of it. */
  readonly wantedMib?: number;
  /** With an empty CD tray. */
  readonly hasTray?: boolean;
  /** With a VNC server on the loopback. */
  readonly hasConsole?: boolean;
  /** MiB it is guaranteed, as oVirt writes it. */
  readonly guaranteedMib?: number;
}

/** 16-bit code at 0x7c00; SeaBIOS has set the devices up before. Each ends in `hlt; jmp $-1`. */
export const bootSectors: Readonly<Record<BootSector, Uint8Array>> = {
  halt: Uint8Array.of(0xf4, 0xeb, 0xfd),
  // mov dx, 0x604; mov ax, 0x2000; out dx, ax
  'power-off': Uint8Array.of(0xba, 0x04, 0x06, 0xb8, 0x00, 0x20, 0xef, 0xf4, 0xeb, 0xfd),
  // mov al, 0xfe; out 0x64, al
  reset: Uint8Array.of(0xb0, 0xfe, 0xe6, 0x64, 0xf4, 0xeb, 0xfd),
  // mov dx, 0x443; mov al, 0x0f; out dx, al
  watchdog: Uint8Array.of(0xba, 0x43, 0x04, 0xb0, 0x0f, 0xee, 0xf4, 0xeb, 0xfd),
  // mov dx, 0x505; mov al, 1; out dx, al
  panic: Uint8Array.of(0xba, 0x05, 0x05, 0xb0, 0x01, 0xee, 0xf4, 0xeb, 0xfd),
  // mov ax, 0x0301; mov bx, 0x7c00; mov cx, 2; mov dx, 0x0081; int 0x13: write a sector to the second disk
  'io-error': Uint8Array.of(
    ...[0xb8, 0x01, 0x03, 0xbb, 0x00, 0x7c, 0xb9, 0x02, 0x00, 0xba, 0x81, 0x00],
    ...[0xcd, 0x13, 0xf4, 0xeb, 0xfd],
  ),
};

export interface DomainXmlInput {
  readonly name: string;
  readonly uuid: string;
  readonly bootImage: string | undefined;
  readonly fullDisk: string | undefined;
  readonly options: DomainOptions;
}

/** A machine emulated without hardware support, so that it runs anywhere. */
export function domainXml({ name, uuid, bootImage, fullDisk, options }: DomainXmlInput): string {
  const devices = [
    options.hasTray === true
      ? "<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/><readonly/></disk>"
      : '',
    options.hasConsole === true ? "<graphics type='vnc' autoport='yes' listen='127.0.0.1'/>" : '',
    disk(bootImage, 'hda'),
    disk(fullDisk, 'hdb', " error_policy='stop'"),
    options.bootSector === 'watchdog'
      ? `<watchdog model='ib700' action='${options.watchdogAction ?? 'pause'}'/>`
      : '',
    options.bootSector === 'panic' ? "<panic model='isa'/>" : '',
    options.linux === undefined
      ? ''
      : "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>" +
        `<interface type='user'><mac address='${linuxMac}'/><model type='virtio'/></interface>`,
    options.hasAgentChannel === true
      ? "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>" +
        "<interface type='user'><model type='e1000'/></interface>"
      : '',
  ];
  return `<domain type='qemu'>
  <name>${name}</name>
  <uuid>${uuid}</uuid>
  ${guarantee(options)}<memory unit='MiB'>${options.memoryMib ?? 64}</memory>${wanted(options)}
  <vcpu>1</vcpu>
  <os><type arch='x86_64' machine='pc'>hvm</type>${boot(options)}</os>
  <features><acpi/></features>
  <on_crash>${options.onCrash ?? 'destroy'}</on_crash>
  <devices>${devices.join('')}</devices>
</domain>
`;
}

/** Where `test/setup-guest.sh` puts it. */
const linuxFolder = path.join(
  process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'),
  'muster-test',
  'guest',
);

function boot({ linux }: DomainOptions): string {
  if (linux === undefined) return "<boot dev='hd'/>";
  const words = `console=ttyS0 quiet ${linux}`;
  return `<kernel>${linuxFolder}/kernel</kernel><initrd>${linuxFolder}/initramfs</initrd><cmdline>${words}</cmdline>`;
}

function guarantee({ guaranteedMib }: DomainOptions): string {
  if (guaranteedMib === undefined) return '';
  return (
    "<metadata><ovirt-vm:vm xmlns:ovirt-vm='http://ovirt.org/vm/1.0'>" +
    `<ovirt-vm:minGuaranteedMemoryMb type='int'>${guaranteedMib}</ovirt-vm:minGuaranteedMemoryMb>` +
    '</ovirt-vm:vm></metadata>'
  );
}

function wanted({ wantedMib }: DomainOptions): string {
  if (wantedMib === undefined) return '';
  return `<currentMemory unit='MiB'>${wantedMib}</currentMemory>`;
}

function disk(file: string | undefined, target: string, driverOptions = ''): string {
  if (file === undefined) return '';
  return (
    `<disk type='file' device='disk'><driver name='qemu' type='raw'${driverOptions}/>` +
    `<source file='${file}'/><target dev='${target}' bus='ide'/></disk>`
  );
}
