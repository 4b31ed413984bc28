import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ChaincodeError, toError } from '../errors';
import type { ChaincodeClientOptions } from './client-options';
import { CLIENT_OPTIONS } from './option-names';
import type { ClientTlsOptions } from './tls';

/** Where a process was started, as far as client mode wants to know. */
export interface ClientEnvironment {
    readonly variables: NodeJS.ProcessEnv;
    /** The arguments behind the script's name. */
    readonly arguments: readonly string[];
}

/**
 * Reads the options of client mode as a peer passes them to chaincode that it launches: the variables CORE_*, and the
 * arguments `--peer.address` and `--chaincode-id-name`, which count before them.
 * @throws ChaincodeError INVALID_OPTIONS where a file cannot be read, or nothing says whether to use TLS
 */
export function clientOptionsFromEnvironment(environment: ClientEnvironment): Partial<ChaincodeClientOptions> {
    const { variables } = environment;
    const { values } = parseArgs({
        args: [...environment.arguments],
        options: {
            'peer.address': { type: 'string' },
            'chaincode-id-name': { type: 'string' },
            'ssl-target-name-override': { type: 'string' },
        },
        // The arguments are the author's as well.
        strict: false,
        allowPositionals: true,
    });
    const given = (name: keyof typeof values, variable: string): string | undefined => {
        const value = values[name];
        return typeof value === 'string' ? value : variables[variable];
    };
    const isTls = isTlsEnabled(variables);
    const serverName = given('ssl-target-name-override', 'CORE_SSL_TARGET_NAME_OVERRIDE');
    const address = given('peer.address', CLIENT_OPTIONS.address.variable);
    const packageId = given('chaincode-id-name', CLIENT_OPTIONS.packageId.variable);
    return {
        ...(address === undefined ? {} : { address: withoutScheme(address, isTls) }),
        ...(packageId === undefined ? {} : { packageId }),
        mspId: variables[CLIENT_OPTIONS.mspId.variable],
        // A half of it is reported where options are checked.
        ...(isTls ? { tls: { ...tlsMaterial(variables), serverName } as ClientTlsOptions } : {}),
    };
}

const TLS_FILES = [
    'CORE_PEER_TLS_ROOTCERT_FILE',
    'CORE_TLS_CLIENT_KEY_FILE',
    'CORE_TLS_CLIENT_KEY_PATH',
    'CORE_TLS_CLIENT_CERT_FILE',
    'CORE_TLS_CLIENT_CERT_PATH',
] as const;

/** Never plaintext by oversight: where files are named, somebody has to say so. */
function isTlsEnabled(variables: NodeJS.ProcessEnv): boolean {
    const enabled = variables['CORE_PEER_TLS_ENABLED'] ?? '';
    if (/^(?:true|false)$/i.test(enabled)) return enabled.toLowerCase() === 'true';
    const named = TLS_FILES.find((name) => (variables[name] ?? '') !== '');
    if (enabled === '' && named === undefined) return false;
    const what =
        enabled === ''
            ? `${String(named)} is set, but nothing says whether TLS is on`
            : `CORE_PEER_TLS_ENABLED is ${JSON.stringify(enabled)}, which is neither`;
    throw new ChaincodeError('INVALID_OPTIONS', `${what}: set the variable CORE_PEER_TLS_ENABLED to true or false`);
}

/** A URL says whether to use TLS as well, and Fabric's chaincode for Node.js went by it. Where the two disagree, nothing is dialled. */
function withoutScheme(address: string, isTls: boolean): string {
    const [scheme] = /^grpcs?:\/\//.exec(address) ?? [''];
    if (scheme !== '' && (scheme === 'grpcs://') !== isTls) {
        const what = `the address of the peer is ${JSON.stringify(address)}, but TLS is ${isTls ? 'on' : 'off'}`;
        const remedy = `set the variable CORE_PEER_TLS_ENABLED to ${String(!isTls)}, or leave ${scheme} out`;
        throw new ChaincodeError('INVALID_OPTIONS', `${what}: ${remedy}`);
    }
    return address.slice(scheme.length);
}

function tlsMaterial(variables: NodeJS.ProcessEnv): Partial<ClientTlsOptions> {
    return {
        rootCert: contentOf(variables, 'CORE_PEER_TLS_ROOTCERT_FILE'),
        key: contentOf(variables, 'CORE_TLS_CLIENT_KEY_FILE') ?? contentOf(variables, 'CORE_TLS_CLIENT_KEY_PATH'),
        cert: contentOf(variables, 'CORE_TLS_CLIENT_CERT_FILE') ?? contentOf(variables, 'CORE_TLS_CLIENT_CERT_PATH'),
    } as Partial<ClientTlsOptions>;
}

/** The PEM in the file that a variable names. Files of the variables that end in _PATH have it in base64. */
function contentOf(variables: NodeJS.ProcessEnv, variable: string): string | undefined {
    const file = variables[variable];
    if (file === undefined || file === '') return undefined;
    try {
        const content = readFileSync(file, 'utf8');
        return content.includes('-----BEGIN') ? content : Buffer.from(content, 'base64').toString();
    } catch (thrown) {
        const message = `${variable} names a file that cannot be read: ${toError(thrown).message}`;
        throw new ChaincodeError('INVALID_OPTIONS', message, { cause: thrown });
    }
}
