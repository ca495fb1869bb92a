import type { LibvirtFailure } from './failure.ts';
import { UnsupportedAuthentication } from './procedures.ts';
import { errorCodes } from './protocol.ts';

/** Why there is no picture of the VMs. PURE, like everything in this file. */
export interface Outage {
  readonly reason: OutageReason;
  /** What is wrong, where, and what to do. */
  readonly message: string;
}

export type OutageReason =
  | 'SOCKET_MISSING'
  | 'CONNECTION_REFUSED'
  | 'ACCESS_DENIED'
  | 'AUTHENTICATION_UNSUPPORTED'
  | 'DRIVER_MISSING'
  | 'CONNECTION_FAILED'
  | 'OPEN_REFUSED'
  | 'DAEMON_GONE'
  | 'NOT_ANSWERING'
  | 'PROTOCOL_ERROR'
  | 'OVERRUN'
  | 'BUSY';

/** Where we were when it went wrong. */
export interface OutagePlace {
  readonly socketPath: string;
  readonly uri: string;
}

const accessAdvice =
  'run the agent as a user or group that may open it (unix_sock_group, unix_sock_ro_perms and auth_unix_ro in libvirtd.conf)';

/** @param code errno of the connect, such as ENOENT. */
export function connectOutage(code: string, socketPath: string): Outage {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return {
        reason: 'SOCKET_MISSING',
        message: `no libvirt socket at ${socketPath}: start libvirtd (systemctl start libvirtd, or virtqemud), or configure the path of its socket`,
      };
    case 'ECONNREFUSED':
      return {
        reason: 'CONNECTION_REFUSED',
        message: `nobody listens on ${socketPath}: libvirtd has died, start it again (systemctl restart libvirtd)`,
      };
    case 'EACCES':
    case 'EPERM':
      return {
        reason: 'ACCESS_DENIED',
        message: `no permission to open ${socketPath}: ${accessAdvice}`,
      };
    case 'EAGAIN':
      return notAnswering(socketPath);
    default:
      return {
        reason: 'CONNECTION_FAILED',
        message: `cannot connect to ${socketPath}: ${code}`,
      };
  }
}

/** Of several sockets tried, the one that got furthest says most. */
export function worstOf(outages: readonly Outage[]): Outage | undefined {
  return outages.find(({ reason }) => reason !== 'SOCKET_MISSING') ?? outages[0];
}

/** What went wrong on a connection, before or after it was open. */
export function sessionOutage(
  failure: LibvirtFailure | UnsupportedAuthentication,
  place: OutagePlace,
): Outage {
  const { socketPath } = place;
  if (failure instanceof UnsupportedAuthentication) {
    return {
      reason: 'AUTHENTICATION_UNSUPPORTED',
      message: `${failure.message} on ${socketPath}, the agent speaks none and polkit: set auth_unix_ro = "none" in libvirtd.conf`,
    };
  }
  switch (failure.kind) {
    case 'timeout':
    case 'silent':
      return notAnswering(socketPath);
    case 'lost':
    case 'closed':
      return {
        reason: 'DAEMON_GONE',
        message: `libvirtd behind ${socketPath} ended the connection (${failure.message}): if it does not come back, look at its log (journalctl -u libvirtd)`,
      };
    case 'malformed':
      return {
        reason: 'PROTOCOL_ERROR',
        message: `what listens on ${socketPath} does not speak libvirt's protocol as known to the agent (${failure.message}): check the path, or upgrade the agent`,
      };
    case 'overrun':
      return {
        reason: 'OVERRUN',
        message: `virtual machines behind ${socketPath} change faster than they can be listed (${failure.message}): the agent tries again by itself; see what starts and stops them in a loop`,
      };
    case 'refused':
      return refusedOutage(failure, place);
  }
}

function refusedOutage(
  { replyCode, message }: LibvirtFailure,
  { socketPath, uri }: OutagePlace,
): Outage {
  if (replyCode === errorCodes.noDriver) {
    return {
      reason: 'DRIVER_MISSING',
      message: `libvirtd behind ${socketPath} has no driver for ${uri} (${message}): install it, or configure another URI`,
    };
  }
  if (accessCodes.has(replyCode)) {
    return {
      reason: 'ACCESS_DENIED',
      message: `libvirtd behind ${socketPath} refuses us (${message}): ${accessAdvice}`,
    };
  }
  return {
    reason: 'OPEN_REFUSED',
    message: `libvirtd behind ${socketPath} does not serve ${uri} (error ${replyCode}: ${message}): see its log`,
  };
}

const accessCodes: ReadonlySet<number> = new Set([
  errorCodes.operationDenied,
  errorCodes.authFailed,
  errorCodes.authCanceled,
  errorCodes.accessDenied,
  errorCodes.authUnavailable,
]);

function notAnswering(socketPath: string): Outage {
  return {
    reason: 'NOT_ANSWERING',
    message: `libvirtd behind ${socketPath} does not answer: it hangs, restart it (systemctl restart libvirtd); virtual machines go on meanwhile`,
  };
}
