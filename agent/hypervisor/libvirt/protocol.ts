/** Numbers of libvirt's RPC protocol. They are facts of the wire: append-only upstream, the same in every version. */

export const programs = { remote: 0x20008086, keepalive: 0x6b656570 } as const;
export const protocolVersion = 1;

export const frameTypes = { call: 0, reply: 1, message: 2 } as const;
export const frameStatuses = { ok: 0, error: 1 } as const;

/** Also the shortest frame there is. */
export const frameHeaderBytes = 28;
/** Length word included. */
export const frameBytesMax = 32 * 1024 * 1024 + 4;

export const keepaliveProcedures = { ping: 1, pong: 2 } as const;

export const procedures = {
  connectOpen: 1,
  connectClose: 2,
  connectGetType: 3,
  connectGetVersion: 4,
  domainGetXmlDesc: 14,
  domainGetInfo: 16,
  connectSupportsFeature: 60,
  authList: 66,
  authPolkit: 70,
  domainIsPersistent: 151,
  connectGetLibVersion: 157,
  domainHasManagedSaveImage: 183,
  domainGetState: 212,
  domainGetControlInfo: 229,
  connectListAllDomains: 273,
  domainGetJobStats: 298,
  domainEventRegister: 316,
  connectGetAllDomainStats: 344,
  domainInterfaceAddresses: 353,
} as const;

export const openFlags = { readOnly: 1 } as const;
export const authTypes = { none: 0, sasl: 1, polkit: 2 } as const;
export const features = { keepalive: 10 } as const;
/** Of a domain's XML: as it is defined, not as it runs. */
export const xmlFlags = { inactive: 2 } as const;
export const listFlags = { persistent: 4, hasManagedSave: 256 } as const;

/** Who is asked for the addresses of a guest. */
export const addressSources = { agent: 1 } as const;

export const statsGroups = { state: 1, cpu: 2, balloon: 4, interface: 16, block: 32 } as const;
export const statsFlags = { active: 1, noWait: 0x20000000 } as const;

/** Event id to register -> procedure number of its messages. */
export const domainEvents = {
  lifecycle: { id: 0, procedure: 318 },
  reboot: { id: 1, procedure: 319 },
  watchdog: { id: 3, procedure: 321 },
  ioError: { id: 4, procedure: 322 },
  ioErrorReason: { id: 6, procedure: 324 },
  graphics: { id: 5, procedure: 323 },
  controlError: { id: 7, procedure: 325 },
  diskChange: { id: 9, procedure: 327 },
  trayChange: { id: 10, procedure: 328 },
  deviceRemoved: { id: 15, procedure: 333 },
  agentLifecycle: { id: 18, procedure: 348 },
  deviceAdded: { id: 19, procedure: 354 },
  migrationIteration: { id: 20, procedure: 359 },
  metadataChange: { id: 23, procedure: 379 },
} as const;

export const typedParamTypes = {
  int: 1,
  uint: 2,
  long: 3,
  ulong: 4,
  double: 5,
  boolean: 6,
  string: 7,
} as const;

export const jobOperations = { save: 2, migrationIn: 4, migrationOut: 5 } as const;

/** What a domain's monitor is doing, as control info says. */
export const controlStates = { ok: 0, job: 1, occupied: 2, error: 3 } as const;

export const errorCodes = {
  noSupport: 3,
  noDriver: 5,
  invalidArgument: 8,
  operationDenied: 29,
  noDomain: 42,
  authFailed: 45,
  operationInvalid: 55,
  operationTimeout: 68,
  agentUnresponsive: 86,
  authCanceled: 79,
  accessDenied: 88,
  authUnavailable: 94,
  agentUnsynced: 97,
  agentCommandTimeout: 112,
  agentCommandFailed: 113,
} as const;

export const states = {
  none: 0,
  running: 1,
  blocked: 2,
  paused: 3,
  shuttingDown: 4,
  shutOff: 5,
  crashed: 6,
  guestSleep: 7,
} as const;
