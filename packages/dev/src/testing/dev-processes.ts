import { setTimeout as sleep } from 'node:timers/promises';
import { HeddleProcess, type TemporaryFolder } from '@heddle/command-testing';

export const READY = /ready after \d+ ms/;
const OF_OTHERS = {
    CORE_CHAINCODE_TLS_CERT_FILE: 'of another server',
    CORE_CHAINCODES: 'other:1=127.0.0.1:9999',
    CORE_OPERATIONS_ADDRESS: 'of another server',
};
export const VARIABLES = { PATH: process.env['PATH'] ?? '', ...OF_OTHERS };

/** A chaincode that says in which process it runs. */
export function contract(version: string, also = ''): string {
    return `console.log('${version} in', process.pid); ${also}
        exports.chaincode = { Init: async () => ({ status: 200 }), Invoke: async () => ({ status: 200 }) };`;
}

export function start(folder: TemporaryFolder, args: readonly string[] = []): HeddleProcess {
    return new HeddleProcess(['dev', '--port', '0', ...args], { cwd: folder.path, variables: VARIABLES });
}

/** The process that a version of the chaincode runs in. */
export async function processOf(heddle: HeddleProcess, version: string, from = 0): Promise<number> {
    const [, pid = ''] = await heddle.printed(new RegExp(`OUT   ${version} in (\\d+)\\n`), from);
    return Number(pid);
}

export function isAlive(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch {
        return false;
    }
}

/** Fails by the time limit of the test where the process stays. */
export async function gone(pid: number): Promise<void> {
    while (isAlive(pid)) await sleep(20);
}
