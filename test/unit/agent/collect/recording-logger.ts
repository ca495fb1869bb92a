import { type Logger, silentLogger } from '../../../../shared/log.ts';

export interface LogLine {
  readonly level: 'info' | 'warn';
  readonly probe: unknown;
  readonly message: string;
}

/** A logger that keeps what was said, with the probe it was said of. */
export function recordingLogger(): { readonly log: Logger; readonly lines: LogLine[] } {
  const lines: LogLine[] = [];
  const record =
    (level: LogLine['level']) =>
    (fields: Readonly<Record<string, unknown>> | string, message = ''): void => {
      if (typeof fields === 'string') lines.push({ level, probe: undefined, message: fields });
      else lines.push({ level, probe: fields['probe'], message });
    };
  const log: Logger = {
    trace: silentLogger.trace.bind(silentLogger),
    debug: silentLogger.debug.bind(silentLogger),
    info: record('info'),
    warn: record('warn'),
    error: silentLogger.error.bind(silentLogger),
    fatal: silentLogger.fatal.bind(silentLogger),
    child: () => log,
  };
  return { log, lines };
}
