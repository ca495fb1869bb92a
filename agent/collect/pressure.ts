import { permille } from './counter.ts';
import { knownFields } from './fields.ts';
import { type HostFiles, isAbsent } from './host-files.ts';
import type { Probe } from './probe.ts';

/** Thousandths of the last 10 s in which some task waited. Undefined: the line is not there. */
export function parsePressurePermille(text: string): number | undefined {
  const percent = /^some avg10=(\d+\.\d+) /m.exec(text)?.[1];
  return percent === undefined ? undefined : permille(Number(percent), 100);
}

/** Kernels before 4.20, and those built or started without PSI, have no such files: the fields are left out. */
export function createPressureProbe(files: HostFiles): Probe {
  const pressureOf = (resource: string): number | undefined => {
    try {
      return parsePressurePermille(files.readStartNow(`/proc/pressure/${resource}`));
    } catch (error) {
      if (isAbsent(error)) return undefined;
      throw error;
    }
  };
  return {
    name: 'pressure',
    deadlineMs: 50,
    run: () => ({
      host: knownFields({
        cpuPressurePermille: pressureOf('cpu'),
        memoryPressurePermille: pressureOf('memory'),
        ioPressurePermille: pressureOf('io'),
      }),
    }),
  };
}
