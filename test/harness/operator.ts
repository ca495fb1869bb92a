import { credentials, status } from '@grpc/grpc-js';
import type { ServiceError } from '@grpc/grpc-js';

import type { Host } from '../../shared/model/host.ts';
import type { Host__Output } from '../../shared/wire/generated/muster/v1/Host.ts';
import type { HostServiceClient } from '../../shared/wire/generated/muster/v1/HostService.ts';
import { hostFromWire } from '../../shared/wire/host.ts';
import { services } from '../../shared/wire/schema.ts';

export interface Asked {
  readonly hostId: string;
  readonly reason?: string;
  readonly force?: boolean;
  readonly requestId?: string;
}

type Reply = (
  error: ServiceError | null,
  response?: { readonly host?: Host__Output | null },
) => void;

/** What a tool may ask of hosts at one replica. */
export class Operator {
  readonly #client: HostServiceClient;

  constructor(address: string) {
    this.#client = new services.muster.v1.HostService(address, credentials.createInsecure());
  }

  enter(asked: Asked): Promise<Host> {
    return hostOf((reply) => this.#client.enterMaintenance(asked, reply));
  }

  exit(asked: Asked): Promise<Host> {
    return hostOf((reply) => this.#client.exitMaintenance(asked, reply));
  }

  retire(asked: Asked): Promise<Host> {
    return hostOf((reply) => this.#client.retireHost(asked, reply));
  }

  delete(asked: Asked): Promise<Host> {
    return hostOf((reply) => this.#client.deleteHost(asked, reply));
  }

  stop(): Promise<void> {
    this.#client.close();
    return Promise.resolve();
  }
}

function hostOf(call: (reply: Reply) => unknown): Promise<Host> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (response?.host) resolve(hostFromWire(response.host));
      else reject(error ?? new Error('neither a host nor an error'));
    });
  });
}

/** How a call failed: `CODE: details`. */
export async function failureOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    const { code, details } = error as ServiceError;
    return `${status[code]}: ${details}`;
  }
  throw new Error('the call did not fail');
}
