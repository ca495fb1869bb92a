import type { ContextEntry } from './contexts.ts';
import { CliError } from './exit.ts';

const defaultAddress = 'localhost:7421';
const defaultPort = 7421;

/** Files are paths; `isOn` with nothing else trusts the certificate authorities of the system. */
export interface TlsSettings {
  readonly isOn: boolean;
  readonly caFile?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  /** Name the central's certificate must have, where the address is another. */
  readonly serverName?: string;
}

/** Whom to ask, and how. */
export interface Endpoint {
  readonly address: string;
  /** Where the address comes from, in words, for messages. */
  readonly source: string;
  readonly tls: TlsSettings;
}

/** The part of the command line and environment that decides. */
export interface EndpointFlags {
  readonly address?: string;
  readonly context?: string;
  readonly tls?: boolean;
  readonly tlsCa?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsServerName?: string;
}

export interface EndpointSources {
  readonly flags: EndpointFlags;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Reads the contexts file; called only where no flag or variable decides first. */
  readonly readContext: (name: string | undefined) => ContextEntry | undefined;
}

const hostPattern = /^(?:\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9._-]+)$/;

/** `HOST`, `HOST:PORT` or `[IPV6]:PORT`, always with a port. Throws CliError `usage`. */
export function parseAddress(text: string, source: string): string {
  const match = /^(.*?)(?::(\d+))?$/.exec(text);
  const host = match?.[1] ?? '';
  const port = match?.[2] === undefined ? defaultPort : Number(match[2]);
  if (!hostPattern.test(host) || port < 1 || port > 65_535) {
    throw new CliError(
      'usage',
      `"${text}" (${source}) is not an address: write HOST, HOST:PORT or [IPV6]:PORT, such as ${defaultAddress}`,
    );
  }
  return `${host}:${port}`;
}

/** --address, then --context, then MUSTER_ADDRESS, then the current context, then the default. */
export function chooseEndpoint(sources: EndpointSources): Endpoint {
  const { flags, env } = sources;
  if (flags.address !== undefined) return named(flags.address, '--address', sources);
  if (flags.context === undefined && env['MUSTER_ADDRESS']) {
    return named(env['MUSTER_ADDRESS'], 'MUSTER_ADDRESS', sources);
  }
  const context = sources.readContext(flags.context);
  if (context === undefined) return named(defaultAddress, 'the default', sources);
  const source = `context "${context.name}"`;
  return {
    address: parseAddress(context.address, source),
    source,
    tls: chooseTls(sources, context),
  };
}

function named(address: string, source: string, sources: EndpointSources): Endpoint {
  return { address: parseAddress(address, source), source, tls: chooseTls(sources) };
}

const tlsFields = [
  ['caFile', 'tlsCa', 'MUSTER_TLS_CA'],
  ['certFile', 'tlsCert', 'MUSTER_TLS_CERT'],
  ['keyFile', 'tlsKey', 'MUSTER_TLS_KEY'],
  ['serverName', 'tlsServerName', 'MUSTER_TLS_SERVER_NAME'],
] as const;

/** Flags win over variables, both over the context the address came from. */
function chooseTls({ flags, env }: EndpointSources, context?: ContextEntry): TlsSettings {
  const given = tlsFields.flatMap(([field, name, variable]) => {
    const value = flags[name] ?? (env[variable] || context?.[name]);
    return value ? [[field, value] as const] : [];
  });
  const isOn = flags.tls === true || context?.tls === true || given.length > 0;
  const tls: TlsSettings = { isOn, ...Object.fromEntries(given) };
  if ((tls.certFile === undefined) !== (tls.keyFile === undefined)) {
    throw new CliError('usage', '--tls-cert and --tls-key belong together: give both or neither');
  }
  return tls;
}

/** For messages: `localhost:7421 (the default, without TLS)`. */
export function endpointText({ address, source, tls }: Endpoint): string {
  return `${address} (${source}, ${tls.isOn ? 'with TLS' : 'without TLS'})`;
}
