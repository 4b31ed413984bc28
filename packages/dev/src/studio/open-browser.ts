import { spawn } from 'node:child_process';

/** What opens an address in somebody's browser, by platform. */
const COMMANDS: Readonly<Partial<Record<NodeJS.Platform, readonly [command: string, ...args: string[]]>>> = {
    darwin: ['open'],
    // The empty argument is the title of a window, for which start takes an address in quotes.
    win32: ['cmd', '/c', 'start', ''],
};

/** Opens an address in the browser. That there is none is told, and ends nothing. */
export function openBrowser(address: string, tell: (problem: string) => void): void {
    const [command, ...args] = COMMANDS[process.platform] ?? ['xdg-open'];
    const opener = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
    opener.on('error', ({ message }) => {
        tell(`no browser could be opened (${message}): open the address yourself`);
    });
    opener.unref();
}
