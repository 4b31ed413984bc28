import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { readGivenFile } from '../input/read-file';
import { ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';

const TOOL = '@cyclonedx/cyclonedx-npm';
const SWITCHES = ['--package-lock-only', '--omit', 'dev', '--output-reproducible', '--output-format', 'JSON'];
const MAX_BYTES = 64 * 1024 * 1024;
const LONGEST_MS = 120_000;

/** The part of a CycloneDX document that matters here. */
interface Bill {
    readonly bomFormat?: unknown;
    readonly metadata?: { readonly tools?: { readonly components?: readonly { readonly name?: unknown }[] } };
}

/**
 * Makes the software bill of materials of a package of contracts, in CycloneDX, of its lock file. That is the same on all
 * machines: it has no time, no serial number and nothing of the npm that runs.
 *
 * @throws ConfigurationError if @cyclonedx/cyclonedx-npm is not among the package's dependencies, or fails
 */
export async function makeSoftwareBill(folder: string): Promise<Buffer> {
    const tool = findTool(folder);
    if (!['package-lock.json', 'npm-shrinkwrap.json'].some((name) => existsSync(join(folder, name)))) {
        const problem = `${folder} has no package-lock.json, of which the bill of materials is made`;
        throw new ConfigurationError(
            `${problem}: run "npm install", or give --sbom with a file that another tool has made`,
        );
    }
    try {
        const { stdout } = await promisify(execFile)(process.execPath, [tool, ...SWITCHES], {
            cwd: folder,
            maxBuffer: MAX_BYTES,
            timeout: LONGEST_MS,
        });
        return encode(withoutNpm(parse(stdout, TOOL)));
    } catch (cause) {
        if (cause instanceof ConfigurationError) throw cause;
        const { stderr } = cause as { readonly stderr?: string };
        const reason = stderr?.trim().split('\n').at(-1) ?? reasonOf(cause);
        throw new ConfigurationError(`${TOOL} has failed (${reason}): correct that, or give --sbom with a file`, {
            cause,
        });
    }
}

/**
 * Reads a bill that another tool has made, which is packed as it is.
 *
 * @throws ConfigurationError if it cannot be read, or is not CycloneDX as JSON
 */
export function readSoftwareBill(file: string): Buffer {
    const bytes = readGivenFile({ value: file, source: '--sbom' });
    parse(bytes.toString(), file);
    return bytes;
}

/** As the package would find it: its lock file says the version. */
function findTool(folder: string): string {
    try {
        const entry = createRequire(join(folder, 'package.json')).resolve(TOOL);
        const file = join(dirname(entry), 'bin', 'cyclonedx-npm-cli.js');
        if (existsSync(file)) return file;
    } catch {
        // Told below.
    }
    throw new ConfigurationError(
        `the bill of materials is made by ${TOOL}, which is not installed in ${folder}: run "npm install --save-dev ${TOOL}", or give --sbom with a file that another tool has made`,
    );
}

function parse(text: string, where: string): Bill {
    let value: unknown;
    try {
        value = JSON.parse(text);
    } catch (cause) {
        throw new ConfigurationError(`${where} gives no JSON (${reasonOf(cause)}): it must be CycloneDX as JSON`, {
            cause,
        });
    }
    if (typeof value === 'object' && value !== null && (value as Bill).bomFormat === 'CycloneDX') return value;
    throw new ConfigurationError(`${where} is not CycloneDX: its "bomFormat" must be "CycloneDX"`);
}

/** Which npm listed the packages says nothing about them, and differs from machine to machine. */
function withoutNpm(bill: Bill): Bill {
    const { metadata } = bill;
    const { tools } = metadata ?? {};
    if (tools?.components === undefined) return bill;
    const components = tools.components.filter(({ name }) => name !== 'npm');
    return { ...bill, metadata: { ...metadata, tools: { ...tools, components } } };
}

function encode(bill: Bill): Buffer {
    return Buffer.from(`${JSON.stringify(bill, undefined, 2)}\n`);
}
