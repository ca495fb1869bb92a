import { describe, expect, it } from 'vitest';

import { LibvirtFailure, malformed } from '../../../../../agent/hypervisor/libvirt/failure.ts';
import {
  connectOutage,
  sessionOutage,
  worstOf,
} from '../../../../../agent/hypervisor/libvirt/outage.ts';
import { UnsupportedAuthentication } from '../../../../../agent/hypervisor/libvirt/procedures.ts';

const place = { socketPath: '/run/libvirt/libvirt-sock-ro', uri: 'qemu:///system' };
const refused = (code: number): LibvirtFailure => new LibvirtFailure('refused', 'no', code);

describe('an outage', () => {
  it.each([
    ['ENOENT', 'SOCKET_MISSING', 'start libvirtd'],
    ['ECONNREFUSED', 'CONNECTION_REFUSED', 'start it again'],
    ['EACCES', 'ACCESS_DENIED', 'unix_sock_group'],
    ['EAGAIN', 'NOT_ANSWERING', 'restart it'],
    ['EPROTOTYPE', 'CONNECTION_FAILED', 'EPROTOTYPE'],
  ])('of a connect that ends with %s is %s, and says what to do', (code, reason, advice) => {
    const outage = connectOutage(code, place.socketPath);
    expect(outage.reason).toBe(reason);
    expect(outage.message).toContain(advice);
    expect(outage.message).toContain(place.socketPath);
  });

  it.each([
    [new LibvirtFailure('timeout', ''), 'NOT_ANSWERING', 'restart it'],
    [new LibvirtFailure('silent', ''), 'NOT_ANSWERING', 'virtual machines go on'],
    [new LibvirtFailure('lost', ''), 'DAEMON_GONE', 'look at its log'],
    [new LibvirtFailure('overrun', ''), 'OVERRUN', 'tries again by itself'],
    [malformed('short'), 'PROTOCOL_ERROR', 'check the path'],
    [refused(5), 'DRIVER_MISSING', 'qemu:///system'],
    [refused(45), 'ACCESS_DENIED', 'auth_unix_ro'],
    [refused(29), 'ACCESS_DENIED', 'auth_unix_ro'],
    [refused(1), 'OPEN_REFUSED', 'see its log'],
    [new UnsupportedAuthentication('SASL'), 'AUTHENTICATION_UNSUPPORTED', 'auth_unix_ro = "none"'],
  ])('after %s is %s, and says what to do', (failure, reason, advice) => {
    const outage = sessionOutage(failure, place);
    expect(outage.reason).toBe(reason);
    expect(outage.message).toContain(advice);
    expect(outage.message).toContain(place.socketPath);
  });

  it('of several sockets is that of the one that is there', () => {
    const missing = connectOutage('ENOENT', '/a');
    const denied = connectOutage('EACCES', '/b');
    expect(worstOf([missing, denied])).toBe(denied);
    expect(worstOf([missing, connectOutage('ENOENT', '/c')])).toBe(missing);
    expect(worstOf([])).toBeUndefined();
  });
});
