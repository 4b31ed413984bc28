import { format, inspect } from 'node:util';
import { findWinston, type Winston } from './winston';

/** npm's levels, the most urgent one first. They are winston's. */
const LEVELS = ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'] as const;
type Level = (typeof LEVELS)[number];

/** A logger for the author of a chaincode. Where winston is installed, it is one of winston's, which can do more. */
export type ClassicLogger = Record<Level, (message: unknown, ...values: unknown[]) => unknown> & {
    level: string;
    log(level: string, message: unknown, ...values: unknown[]): unknown;
    isLevelEnabled(level: string): boolean;
};

/** Fabric's names of levels, which stand in CORE_CHAINCODE_LOGGING_LEVEL. */
const FABRIC_LEVELS: Readonly<Record<string, Level>> = {
    CRITICAL: 'error',
    ERROR: 'error',
    WARNING: 'warn',
    WARN: 'warn',
    INFO: 'info',
    DEBUG: 'debug',
};
const LEVEL = 'CORE_CHAINCODE_LOGGING_LEVEL';

const loggers = new Map<string, ClassicLogger>();

/** The logger of a name, at the level of CORE_CHAINCODE_LOGGING_LEVEL. */
export function getLogger(name: string = ''): ClassicLogger {
    const level = toLevel(process.env[LEVEL]);
    const known = loggers.get(name) ?? createLogger(name);
    loggers.set(name, known);
    known.level = level;
    return known;
}

/** Sets the level of all loggers, those that are made later included. */
export function setLevel(level: string): void {
    const known = toLevel(level);
    process.env[LEVEL] = known;
    for (const logger of loggers.values()) logger.level = known;
}

function toLevel(level: string | undefined): Level {
    return FABRIC_LEVELS[level?.toUpperCase() ?? ''] ?? 'info';
}

function createLogger(name: string): ClassicLogger {
    const winston = findWinston();
    return winston === undefined ? createPlainLogger(name) : createWinstonLogger(winston, name);
}

function createWinstonLogger(winston: Winston, name: string): ClassicLogger {
    const { format: formats, transports } = winston;
    const line = formats.printf(({ timestamp, level, message, ...rest }) =>
        lineOf(String(timestamp), String(level), name, [message, ...valuesOf(rest)]),
    );
    const made = winston.createLogger({
        format: formats.combine(formats['timestamp']?.(), line),
        // Standard error, as all of Heddle's lines: what a command prints is on standard output.
        transports: [new transports.Console({ stderrLevels: LEVELS })],
        exitOnError: false,
    });
    return made as ClassicLogger; // it has all of these
}

/** What was logged behind the message, which winston keeps under a symbol. */
function valuesOf(info: Readonly<Record<PropertyKey, unknown>>): unknown[] {
    const values = info[Symbol.for('splat')];
    return Array.isArray(values) ? values : [];
}

function createPlainLogger(name: string): ClassicLogger {
    let enabled = LEVELS.indexOf('info');
    const isLevelEnabled = (level: string): boolean => {
        const index = (LEVELS as readonly string[]).indexOf(level);
        return index !== -1 && index <= enabled;
    };
    const log = (level: string, message: unknown, ...values: unknown[]): void => {
        if (!isLevelEnabled(level)) return;
        process.stderr.write(`${lineOf(new Date().toISOString(), level, name, [message, ...values])}\n`);
    };
    const methods = LEVELS.map(
        (level) =>
            [
                level,
                (...said: [unknown]) => {
                    log(level, ...said);
                },
            ] as const,
    );
    return Object.defineProperty({ ...Object.fromEntries(methods), log, isLevelEnabled }, 'level', {
        get: () => LEVELS[enabled],
        set: (level: string) => {
            enabled = (LEVELS as readonly string[]).indexOf(level);
        },
        enumerable: true,
    }) as ClassicLogger; // of all levels
}

function lineOf(time: string, level: string, name: string, said: readonly unknown[]): string {
    return `${time} ${level} [${name}] ${format(...said.map(shown))}`;
}

/** Errors with their stacks, and everything else as it is shown. */
function shown(value: unknown): unknown {
    return typeof value === 'object' && value !== null ? inspect(value) : value;
}
