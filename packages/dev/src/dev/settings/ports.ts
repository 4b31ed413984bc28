import type { DevConfig } from '../configuring/config-file';
import { givenSetting, invalid } from './given-setting';

const PORTS_APART = 2000;
const LAST_PORT = 65_535;
/** Where Node's own `--inspect` listens. */
const INSPECT_PORT = 9229;

const NAMES = { option: '--port', member: 'port' } as const;

/** Of each organization's gateway, as far apart as in Fabric's samples: 7051, 9051, 11051. @throws ConfigurationError */
export function portsOf(port: string | undefined, config: DevConfig | undefined, count: number): number[] {
    const given = givenSetting(NAMES, port, config) ?? { value: '7051', source: NAMES.option };
    const first = portOf(given.value);
    const ports = Array.from({ length: count }, (_, index) => (first === 0 ? 0 : first + index * PORTS_APART));
    if (ports.every((port) => port <= LAST_PORT)) return ports;
    const last = LAST_PORT - (count - 1) * PORTS_APART;
    throw invalid(given, `give a port from 1 to ${last}, or 0 for any that is free`);
}

/** The first one for debuggers; undefined where nobody debugs. @throws ConfigurationError */
export function inspectPortOf(given: string | boolean | undefined): number | undefined {
    if (given === undefined || typeof given === 'boolean') return given === true ? INSPECT_PORT : undefined;
    const port = portOf(given);
    if (port <= LAST_PORT) return port;
    const remedy = `give a port from 1 to ${LAST_PORT}, or 0 for any that is free`;
    throw invalid({ value: given, source: '--inspect' }, remedy);
}

/** NaN for what is no port. */
function portOf(text: string): number {
    return /^\d{1,5}$/.test(text) ? Number(text) : NaN;
}
