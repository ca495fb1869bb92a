/** What survives what, said beside every rate of state changes. */
export const natsDurability =
  'JetStream file storage, one server: written to the file before it is acknowledged, flushed to disk at most 2 min later; survives kill -9 of every process, not a power cut';

export const etcdDurability =
  'one member: the log is flushed to disk (fdatasync) before a put is acknowledged; survives kill -9 and a power cut';

export const prometheusDurability =
  'write-ahead log written per scrape, flushed to disk with each segment; survives kill -9, a power cut loses the last seconds';
