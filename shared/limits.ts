const KiB = 1024;
const MiB = 1024 * KiB;

/**
 * Every limit of Muster (I8): unit in the name or the comment, and the reason for the number.
 * Reaching one has a named outcome, and a test.
 */
export const limits = {
  // Messages and ids

  /** Bytes of one gRPC message; the default of gRPC, and a bound on what one peer makes us hold. */
  messageBytesMax: 4 * MiB,
  /** Characters of an id; ids are parts of NATS subjects and LMDB keys, which must stay short. */
  idLengthMax: 64,
  /** Claim epoch an agent may say it has seen; one change of owner a millisecond for 8 000 years, and far below 2^53. */
  epochSeenMax: 2 ** 48,
  /** Labels of one host or VM; enough for any inventory, few enough to copy into every event. */
  labelsMax: 64,
  /** Characters of a label value; as much as a path or URL needs. */
  labelValueLengthMax: 256,
  /** Characters of a display name; libvirt and hypervisors allow about as many. */
  nameLengthMax: 256,

  // Reports

  /** VMs on one host; several times what the largest hosts run, and a list of their ids fits into `pendingBytesMax`. */
  vmsPerHostMax: 2048,
  /** VMs with statistics in one report; the rest follow in the next one, so a frame stays far below `messageBytesMax`. */
  vmsPerReportMax: 1024,
  /** VMs, their devices and addresses in one chunk of a snapshot; about 100 KiB, so that a heartbeat never waits behind it. */
  snapshotChunkVms: 256,
  /** Changes in one report, devices and addresses that they list included; bounds the work of one turn of the loop. */
  changesPerReportMax: 512,
  /** Changes an agent holds until they are safe; about 2 MiB. Beyond it: snapshot and HistoryGap (I3). */
  journalEntriesMax: 10_000,

  /** Disks, file systems or network interfaces of one host; a storage server with many shelves has fewer. */
  hostDevicesMax: 512,
  /** Conditions of one host in one snapshot; a few per kind. */
  conditionsMax: 64,
  /** Characters of a label key; a DNS name and a word fit. */
  labelKeyLengthMax: 128,
  /** Characters of a mount point; the kernel's PATH_MAX. */
  mountLengthMax: 4096,
  /** Characters of a sentence for a person; one that is longer is a log, not a message. */
  messageLengthMax: 1024,
  /** Characters of a stable word or short detail; as much as a display name, which some quote. */
  detailLengthMax: 256,
  /** Capabilities an agent may name; many times what there are, few enough to keep with every host. */
  capabilitiesMax: 64,

  // Host probes

  /** Disks a host tells of; more than a storage host has, fewer than the paths of a large SAN. Sums cover all. */
  hostDisksMax: 256,
  /** Network interfaces a host tells of; VLANs and bridges included. Sums cover all. */
  hostNetworkInterfacesMax: 256,
  /** File systems a host tells of, each asked for its size; container engines may mount hundreds. */
  hostFilesystemsMax: 64,
  /** Bytes of one file of /proc; beyond it the probe fails, as reading it would hold up everything else. */
  probeFileBytesMax: 4 * MiB,
  /** Milliseconds a call that may hang is waited for; well within the shortest report interval. */
  probeDeadlineMs: 250,
  /** Milliseconds between two looks at the file systems; they fill slowly, and each look is a system call a mount. */
  filesystemRefreshMs: 10_000,
  /** Runs in a row in which a probe may exceed its deadline; a busy machine delays anything once. */
  probeOverrunsMax: 3,
  /** Milliseconds a probe is rested that kept exceeding its deadline (OV-30). */
  probeRestMs: 30_000,

  // Commits

  /** Milliseconds a store may stay failed before the process ends; a supervisor's new start opens it afresh. */
  storeFailedMsMax: 30_000,

  /** VMs of one host that other hosts run as well, named in its record; the rest is told when some of these have ended. */
  duplicatesPerHostMax: 50,
  /** Events of one host not yet known to be out; every commit rewrites them. */
  pendingEntriesMax: 64,
  /** Bytes of the same, so that the record fits far below the 1 MiB of a NATS message. */
  pendingBytesMax: 128 * KiB,
  /** Names one session may give to indexes of one kind of thing; VMs come and go, a session that reaches it starts anew. */
  sampleIndexesMax: 32_768,
  /** Messages to an agent not on the wire yet; beyond it the agent does not read, and its stream ends. */
  sessionBacklogMax: 256,
  /** Milliseconds between acknowledgements of receipt; a third of the agent's deadline for them. */
  receivedAckMs: 2_000,
  /** Hosts at a time that publish what a crash left unsaid; each has some forty messages under way. */
  recoveriesMax: 8,
  /** Milliseconds after its last step until a host's VMs are packed: a third of the memory, 20 us to unpack 20 of them. */
  hostAwakeMs: 10_000,
  /** Observations of one host waiting for the loop; beyond it the agent, whose journal is longer, sends them again. */
  hostQueueMax: 4096,
  /** Bytes that must be free on the store's disk; LMDB may crash on a full one, so we stop before. */
  diskFreeBytesMin: 64 * MiB,

  // Store

  /** Milliseconds between two looks at the free space; cheap enough, and no disk fills 64 MiB of ours in one. */
  diskFreeCheckMs: 1000,
  /** Milliseconds until a commit or flush counts as lost; far longer than any healthy disk stalls. */
  storeCommitTimeoutMs: 30_000,
  /** Changes in one transaction; more wait for the next, so that the first ones do not wait for all. */
  storeGroupChangesMax: 1000,
  /** Logged events dropped in one transaction; about 5 ms of writing. */
  storeTrimEventsMax: 5000,
  /** Rows copied at once by a walk over all rows; a few milliseconds. */
  storeWalkRows: 500,
  /** Hosts whose samples are encoded in one turn, about 2 ms: thousands at once would hold up every stream. */
  storeSamplesPerTurn: 200,
  /** Index keys walked or counted to find the best index of a listing; about 10 ms. */
  listIndexKeysMax: 50_000,
  /** Hosts whose VMs are gathered one host after another when VMs are filtered by site or label; about 10 ms. */
  listVmHostsMax: 2000,
  /** Rows examined for one page; about 100 ms. Beyond it the page ends early and names where to go on. */
  listRowsExaminedMax: 20_000,

  // API

  /** Entries of one page; about 1 MiB of hosts, well below `messageBytesMax`. */
  pageSizeMax: 1000,
  /** Entries of a page when the caller names no size; fills a screen, answers in milliseconds. */
  pageSizeDefault: 100,
  /** Events held for one watcher that lags; beyond it the watcher must resume or start again. */
  watchBufferEvents: 10_000,
  /** Watches on one replica; at the buffer's limit, with shared events, they hold about 1 GiB together. */
  watchersMax: 1000,
  /** Milliseconds after which a quiet watch hears that nothing happened, with a fresh token. */
  watchBookmarkMs: 5000,
  /** Milliseconds for which a watch remembers what its picture showed; events are seldom published later. */
  watchVersionsKeptMs: 60_000,
  /** Hosts whose VMs one query of a filtered picture reads; a few milliseconds of the event loop. */
  watchHostsPerQuery: 100,
  /** Bytes of one request; the longest filter fits. */
  apiRequestBytesMax: 256 * KiB,
  /** Bytes of rows in one page; clients refuse messages above 4 MiB unless told otherwise, so a page is cut short. */
  apiPageBytesMax: 3 * MiB,
  /** Entries of one list of a filter; every row is compared with each. */
  filterEntriesMax: 1000,
  /** Calls at a time on one connection; HTTP/2 lets a client open any number. */
  apiStreamsPerConnectionMax: 1000,
  /** Milliseconds between pings to a client, so that a dead one does not keep its watches (G2). */
  apiKeepaliveMs: 15_000,
  /** Milliseconds a client has to answer a ping; a busy one may need seconds (G2). */
  apiKeepaliveTimeoutMs: 8000,
  /** Milliseconds without a call after which a connection is closed (G13). */
  apiConnectionIdleMs: 600_000,
  /** Milliseconds for calls to end when the API stops; then they are cut (G21). */
  apiStopMs: 2000,
  /** Milliseconds between two looks at the readiness checks for the health service; as often as probes ask. */
  readinessIntervalMs: 1000,
  /** Milliseconds for an HTTP request to arrive; a scraper sends it at once, a slow one holds a socket. */
  httpRequestMs: 10_000,
  /** HTTP connections at a time; probes, scrapers and a few people. */
  httpConnectionsMax: 512,

  // Reconnecting

  /** Milliseconds a connection must last before earlier failures are forgotten; several heartbeats and a sync. */
  backoffHealthyMs: 60_000,
  /**
   * Milliseconds of the widest window. With the deadline for acknowledgements (6 s) it stays below the 11 s after which
   * a silent host is given up, so that a link which was bad for long costs no verdict once it is good again.
   */
  backoffWindowMsMax: 4_000,
  /** Milliseconds by which the grace after a start outlasts the last agent that came back; the widest window and a dial. */
  graceExtensionMs: 5_000,
  /** Milliseconds of the longest grace after a start, however many agents come back (DESIGN section 6). */
  graceMsMax: 60_000,

  // libvirt

  /** Bytes of one string; libvirt's own limit. */
  libvirtStringBytesMax: 4 * MiB,
  /** Domains in one answer; libvirt's own limit. */
  libvirtDomainsMax: 16_384,
  /** Typed parameters of one domain; libvirt's own limit. */
  libvirtParamsMax: 262_144,
  /** Calls of one connection in flight; libvirtd stops reading, pings too, at 5 that wait for a stuck domain. */
  libvirtCallsInFlightMax: 4,
  /** Milliseconds until the daemon must have let us in; it does so in 50 when it lives. */
  libvirtOpenMsMax: 5000,
  /** Milliseconds for any other call; just above the 30 s libvirt itself waits for a domain that is busy. */
  libvirtCallMsMax: 35_000,
  /** Milliseconds between pings. With the next line: a daemon that hangs is noticed within 4.5 s. */
  libvirtPingIntervalMs: 1500,
  /** Pings in a row without a sign of life that mean the daemon hangs; an answer takes less than 1 ms. */
  libvirtPingsMissedMax: 2,
  /** Milliseconds of the longest pause between attempts to connect; trying costs a system call. */
  libvirtReconnectMsMax: 2000,
  /** Milliseconds a QEMU may leave a question unanswered until its VM is NOT_RESPONDING; oVirt's number (OV-14). */
  libvirtMonitorSilenceMsMax: 60_000,
  /** Milliseconds a connection to a QEMU may be broken until its VM is NOT_RESPONDING; a dead one is told within 0.5 s. */
  libvirtMonitorBrokenMsMax: 2000,
  /** Events held while VMs are listed; beyond it everything is listed again. */
  libvirtEarlyEventsMax: 10_000,
  /** VMs that are gone whose last run is remembered; late events of it come within milliseconds after its end. */
  libvirtEndedRunsMax: 1000,

  // NATS

  /** Milliseconds to wait for one answer of JetStream; far above its slowest honest one. */
  natsAnswerMs: 2000,
  /** Milliseconds to wait until the first consumer is there, doubled with each; some honest ms, and a dead server's never is. */
  natsConsumerAnswerMs: 400,
  /** Consumers asked for, one after the other, until the request counts as unanswered; one in ten is unlucky three times. */
  natsConsumerTries: 3,
  /** Times one write is sent unchanged before the caller hears "unavailable"; one repeat bridges a leader change. */
  natsWriteAttempts: 3,
  /** Unanswered requests in a row after which the connection is dialed again; one or two are a slow server. */
  natsSilencesMax: 4,
  /** Milliseconds between pings; two unanswered ones end the connection (N3). */
  natsPingIntervalMs: 10_000,
  /** Milliseconds between attempts to connect, at least; a server that restarts needs about as long. */
  natsReconnectMsMin: 200,
  /** Milliseconds between attempts to connect, at most; the time between the two is jitter (N2). */
  natsReconnectMsMax: 1000,
  /** Milliseconds of the longest pause before buckets and streams are looked at again; what waits for it is a commit. */
  natsCheckPauseMsMax: 2000,
  /** Times one compare-and-set is decided anew after losing to another writer; two writers settle in two. */
  compareAndSetRounds: 8,
  /** Milliseconds within which JetStream knows a repeated message id; stands in every stream's configuration. */
  duplicateWindowMs: 120_000,
  /** Milliseconds an event is kept on the stream; a day lets a subscriber be away overnight. */
  eventAgeMsMax: 24 * 3_600_000,
  /** Bytes of the event stream unless configured; hours of a fleet of thousands. */
  eventStreamBytesDefault: 1024 * MiB,
  /** VM keys of one publication being written at once; keeps one big host from filling the connection. */
  vmKeysInFlightMax: 64,
  /** VM keys remembered as written, about 200 B each, those that changed last: an older one costs a second round to write. */
  vmKeyRevisionsMax: 20_000,
  /** Events written to the stream and not heard back from it yet, 3 KB each; beyond it they are decoded when they come. */
  ownEventsMax: 2048,
  /** Rows changed in one transaction while a bucket is copied into the store; some milliseconds of the writer. */
  reconcileBatchRows: 500,
  /** Milliseconds that owners have to write the keys of their VMs again in a new life of the storage; they need seconds. */
  leftRowsPauseMs: 30_000,
  /** Times a bucket is read on to its end; a few ms each, and what is written in the last of them follows by its events. */
  listingPassesMax: 10,
  /** Own writes to a bucket whose answers overtook another's; beyond it a start copies the bucket from there on. */
  followedAheadMax: 10_000,
  /** Own writes to a bucket that a start copies again at most, rather than note each one's sequence on disk. */
  followedUnsavedMax: 500,
  /** Milliseconds between signs of life of a consumer; three missing ones mean it is gone (N11). */
  streamHeartbeatMs: 2000,

  // Copies of foreign hosts

  /** Events that wait to be copied into the store; the ring of the feed holds as many. Then the stream is not read on. */
  copiesQueueEventsMax: 10_000,
  /** Events copied in one transaction; some milliseconds, and hosts that changed often are written once. */
  copiesBatchEvents: 500,
  /** Milliseconds until a store that refused copies is asked again; a full disk is not emptied sooner. */
  copiesRetryMs: 500,
  /** Removed VMs remembered, 200 B each: a word of an earlier place that comes later must not bring them back. */
  removedVmsKept: 20_000,
  /** Milliseconds between two looks at how far the event stream is; two make a standstill, and a look is one request. */
  feedLookMs: 10_000,
  /** Milliseconds to wait for events that are on the stream already; a healthy feed is some milliseconds behind. */
  feedReachMs: 5000,

  // Membership

  /** Milliseconds between heartbeats of a member; a fifth of the lifetime, so that three may be lost or late. */
  memberHeartbeatMs: 1000,
  /** Milliseconds without a heartbeat after which a member is given up; above the slowest honest write to NATS. */
  memberLifetimeMs: 5000,
  /** Milliseconds between two looks at the members; a longer gap is a standstill of the process (I6), and moves deadlines. */
  memberLookGapMsMax: 2000,
  /** Milliseconds until a dead member is forgotten and its key deleted; long enough for a person to see it in the list. */
  memberForgottenMs: 600_000,
  /** Members counted, more are ignored and said so; every one sends all others a heartbeat a second. */
  membersMax: 100,
  /** Groups of work of one member; they are part of every heartbeat. */
  memberGroupsMax: 32,
  /** Milliseconds a stop waits for the member's goodbye to be stored; without it the others wait for a lifetime. */
  memberGoodbyeMs: 1000,

  // Mode local

  /** Commits that share one flush; bounds what one disk failure makes uncertain. */
  localBatchCommitsMax: 1000,
  /** Events kept in the log of mode `local`; about 150 MiB. */
  eventLogEntriesMax: 100_000,

  // The program itself

  /** Bytes of log lines waiting for a reader that hangs; minutes of a busy log. */
  logBufferBytesMax: 4 * MiB,

  // Command line

  /** Bytes of one answer; the user chose this central, and 1 000 large hosts with all their devices are a few MiB. */
  cliMessageBytesMax: 64 * MiB,
  /** Milliseconds of the first window in which a broken watch is opened again; a restarted central is back in about one. */
  cliRetryWindowMs: 500,
} as const;
