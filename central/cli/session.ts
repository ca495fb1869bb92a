import { chooseEndpoint, type Endpoint, type EndpointFlags } from './address.ts';
import { contextsFile, findContext } from './contexts.ts';
import { CliError } from './exit.ts';
import type { FleetClient } from './fleet-client.ts';
import type { OutputFormat } from './options.ts';
import { explainRpcError, RpcError } from './rpc-error.ts';
import type { Terminal } from './terminal.ts';

/** Milliseconds a call may take unless --timeout says otherwise. */
export const defaultTimeoutMs = 10_000;

/** Options every verb understands. */
export interface GlobalOptions extends EndpointFlags {
  readonly output?: OutputFormat;
  /** Milliseconds. */
  readonly timeout?: number;
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
    const fleet = await this.#connect(endpoint, timeoutMs);
    try {
      return await work(fleet);
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

  async #connect(endpoint: Endpoint, timeoutMs: number): Promise<FleetClient> {
    // Loading gRPC and the contract takes longer than everything else; help and completion do without.
    const { FleetClient } = await import('./fleet-client.ts');
    const { clock, interrupted } = this.terminal;
    return new FleetClient({ endpoint, timeoutMs, clock, interrupted });
  }
}
