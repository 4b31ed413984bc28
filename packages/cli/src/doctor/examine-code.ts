import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { compareCode, type PackedCode } from '../identity/packed-code';
import { parseDialledAddress } from '../packaging/check-address';
import { ConfigurationError } from '../reporting/command-error';
import { error, type Finding, warning } from '../reporting/finding';
import { reasonOf } from '../reporting/reason-of';
import { attempt, type Diagnosis } from './diagnosis';

const CHECK = 'code';
const ASKED_CHECK = 'code of the server';
const ASK_TIMEOUT_MS = 3_000;

/** Compares the code in a folder with that of a package; there may be none of it here. */
export async function examineCode(packed: PackedCode, folder: string): Promise<Diagnosis> {
    if (!existsSync(join(folder, 'package.json'))) {
        const detail = 'not looked at: there is no package.json here, and --module-path says where the code is';
        return { check: CHECK, detail, skipped: true, findings: [] };
    }
    const { value, finding } = await attempt(CHECK, () => compareCode(packed, folder));
    const findings = value?.findings ?? (finding === undefined ? [] : [finding]);
    const leftOut = value?.leftOut ?? [];
    const notes =
        leftOut.length === 0 ? '' : ` (not compared, as it differs from machine to machine: ${leftOut.join(', ')})`;
    return { check: CHECK, detail: `the package stands for ${packed.digest}${notes}`, findings };
}

/** Where a server is asked, and what it should say. */
export interface AskedServer {
    /** `host:port` of its operations. */
    readonly address: string;
    readonly packageId: string | undefined;
    readonly packed: PackedCode | undefined;
}

/**
 * Asks a running server by which digest it has compared its code.
 *
 * @throws ConfigurationError if the address is none
 */
export async function askForCode(server: AskedServer): Promise<Diagnosis> {
    const { address } = server;
    if (parseDialledAddress(address) === undefined) {
        const remedy = 'give a host and a port, such as assets.example.com:9443';
        throw new ConfigurationError(`--operations is ${JSON.stringify(address)}, which cannot be dialled: ${remedy}`);
    }
    const where = `the server with its operations at ${address}`;
    try {
        const response = await fetch(`http://${address}/code`, { signal: AbortSignal.timeout(ASK_TIMEOUT_MS) });
        const told = response.ok ? codesIn(await response.json()) : undefined;
        return judge(where, told, server);
    } catch (cause) {
        const what = `does not answer (${reasonOf((cause as Error).cause ?? cause)})`;
        const remedy = 'let --operations and its --operations-address agree';
        return { check: ASKED_CHECK, detail: 'none', findings: [error(where, what, remedy)] };
    }
}

interface ToldCode {
    readonly packageId: string;
    readonly code: string | null;
}

function codesIn(body: unknown): readonly ToldCode[] | undefined {
    const { chaincodes } = (body ?? {}) as { readonly chaincodes?: unknown };
    return Array.isArray(chaincodes) ? (chaincodes as readonly ToldCode[]) : undefined;
}

function judge(where: string, told: readonly ToldCode[] | undefined, { packageId, packed }: AskedServer): Diagnosis {
    const one = told?.find((served) => packageId === undefined || served.packageId === packageId);
    const findings: Finding[] = [];
    const code = one?.code ?? undefined;
    if (code === undefined) {
        const remedy = 'start it with heddle server --package, and a package made --with-code';
        findings.push(warning(where, 'does not tell which code it runs', remedy));
    } else if (packed !== undefined && packed.digest !== code) {
        const what = `runs the code ${code}, and the package stands for ${packed.digest}`;
        findings.push(error(where, what, 'start it with the code of the package, or ask for the package that it has'));
    }
    return { check: ASKED_CHECK, detail: code ?? 'not told', findings };
}
