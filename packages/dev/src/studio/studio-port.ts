import { ConfigurationError } from 'heddle/command';

const FIRST_PORT = 1024;
const LAST_PORT = 65_535;

/** The port that somebody names for the page; 0 is any that is free. @throws ConfigurationError */
export function parseStudioPort(text: string, option: string): number {
    const port = /^\d{1,5}$/.test(text) ? Number(text) : NaN;
    if (port === 0 || (port >= FIRST_PORT && port <= LAST_PORT)) return port;
    const remedy = `give a port from ${FIRST_PORT} to ${LAST_PORT}, or 0 for any that is free`;
    throw new ConfigurationError(`${option} is ${JSON.stringify(text)}: ${remedy}`);
}
