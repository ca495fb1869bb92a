#!/usr/bin/env node
import { runAgent } from './program.ts';

import { systemClock } from '../shared/clock.ts';
import type { AgentConfig } from './config.ts';
import type { HypervisorPort } from './hypervisor/port.ts';

/** Its XML reader is loaded only where it is wanted. */
async function hypervisorOf({ hypervisor }: AgentConfig): Promise<HypervisorPort | undefined> {
  if (hypervisor.kind === 'none') return undefined;
  const { LibvirtHypervisor } = await import('./hypervisor/libvirt/libvirt-hypervisor.ts');
  return new LibvirtHypervisor({
    clock: systemClock,
    uri: hypervisor.uri,
    ...(hypervisor.guest_interval > 0 && { guestIntervalMs: hypervisor.guest_interval }),
    ...(hypervisor.sockets && { socketPaths: hypervisor.sockets }),
  });
}

// A connection that is still being tried must not keep a stopped program alive.
process.exit(await runAgent({ process, env: process.env, hypervisorOf }));
