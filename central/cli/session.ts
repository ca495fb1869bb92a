import { chooseEndpoint, type Endpoint, type EndpointFlags } from './address.ts';
import { contextsFile, findContext } from './contexts.ts';
import { CliError } from './exit.ts';
import type { FleetClient } from './fleet-client.ts';
import type { OutputFormat } from './options.ts';
import { explainRpcError, RpcError } from './rpc-error.ts';
import { Staleness } from './staleness.ts';
import type { Terminal } from './terminal.ts';

/** Milliseconds a call may take unless --timeout says otherwise. */
export const defaultTimeoutMs = 10_000;

/** Options every verb understands. */
export interface GlobalOptions extends EndpointFlags {
  readonly output?: OutputFormat;
  /** Milliseconds. */
  readonly timeout?: number;
}

interface Connecting {
  readonly endpoint: Endpoint;
  readonly timeoutMs: number;
  readonly staleness: Staleness;
}

/** One run of the command: the terminal, what the user asked for, and the central, reached when first needed. */
export class Session {
  readonly terminal: Terminal;
  readonly #readOptions: () => GlobalOptions;

  constructor(terminal: Terminal, readOptions: () => GlobalOptions) {
    this.terminal = terminal;
    this.#readOptions = readOptions;
  }

  /** Known only once the command line has been parsed. */
  get options(): GlobalOptions {
    return this.#readOptions();
  }

  get format(): OutputFormat {
    return this.options.output ?? 'table';
  }

  get contextsFile(): string {
    return contextsFile(this.terminal);
  }

  /** Runs `work` against the chosen central; a call that fails is explained with its address. `timeoutMs` is for each call. */
  async withFleet<Result>(
    work: (fleet: FleetClient) => Promise<Result>,
    timeoutMs = this.options.timeout ?? defaultTimeoutMs,
  ): Promise<Result> {
    const endpoint = this.#endpoint();
    const staleness = new Staleness();
    const fleet = await this.#connect({ endpoint, timeoutMs, staleness });
    try {
      const result = await work(fleet);
      this.terminal.err(staleness.text());
      return result;
    } catch (thrown) {
      if (this.terminal.interrupted.aborted) throw new CliError('interrupted', '');
      throw thrown instanceof RpcError ? explainRpcError(thrown, endpoint) : thrown;
    } finally {
      fleet.close();
    }
  }

  #endpoint(): Endpoint {
    return chooseEndpoint({
      flags: this.options,
      env: this.terminal.env,
      readContext: (name) => findContext(this.contextsFile, name),
    });
  }

  async #connect({ endpoint, timeoutMs, staleness }: Connecting): Promise<FleetClient> {
    // Loading gRPC and the contract takes longer than everything else; help and completion do without.
    const { FleetClient } = await import('./fleet-client.ts');
    const { clock, interrupted } = this.terminal;
    return new FleetClient({
      ...{ endpoint, timeoutMs, clock, interrupted },
      onFreshness: (freshness) => {
        staleness.note(freshness);
      },
    });
  }
}
