import type { Environment } from '../input/environment';
import { MODULE_PATH, resolveModulePath } from '../input/module-path';
import { readGivenFile } from '../input/read-file';
import { ConfigurationError } from '../reporting/command-error';
import { createLog } from '../reporting/log';
import { SERVER_SETTINGS } from '../serving/server-options';
import type { Diagnosis } from './diagnosis';
import { askForCode, examineCode } from './examine-code';
import { examineConnection } from './examine-connection';
import { examineModule } from './examine-module';
import { examinePackage, type PackageUnderExamination } from './examine-package';
import { examinePeer } from './examine-peer';
import { examineServer, isServerConfigured } from './examine-server';
import type { PeerTls } from './peer-view';

/** What there is to look at, besides the environment. */
export interface DoctorOptions {
    /** The address of a running server. */
    readonly server?: string;
    /** The address of a running server's operations. */
    readonly operations?: string;
    /** The address of a running peer: of its chaincode listener, or its gateway. */
    readonly peer?: string;
    /** Files with PEM, in place of those in the package. */
    readonly tlsRootCert?: string;
    readonly clientCert?: string;
    readonly clientKey?: string;
}

/**
 * Looks at everything that is there.
 *
 * @throws ConfigurationError if what was named cannot be read
 */
export async function runDoctor(environment: Environment, options: DoctorOptions): Promise<Diagnosis[]> {
    const now = new Date();
    const file = environment.find(SERVER_SETTINGS.packageFile)?.value;
    const packaged = file === undefined ? undefined : examinePackage(file, now);
    return [
        ...(packaged === undefined ? [skipped('package', '--package names one')] : [packaged.diagnosis]),
        ...(await examineEnvironment(environment, options, { packaged, now })),
        // What the contracts log while they load is not what was asked for.
        await examineModule(
            resolveModulePath(environment),
            environment.find(MODULE_PATH) !== undefined,
            createLog('silent'),
        ),
        ...(packaged?.code === undefined ? [] : [await examineCode(packaged.code, resolveModulePath(environment))]),
        await examineRunning(environment, options, packaged),
        ...(await askRunning(environment, options, packaged)),
        ...(options.peer === undefined ? [] : [await examinePeer(options.peer, readPeerTls(options))]),
    ];
}

interface Known {
    readonly packaged: PackageUnderExamination | undefined;
    readonly now: Date;
}

/** A package or a running server can be looked at from anywhere, not only where the server is started. */
async function examineEnvironment(
    environment: Environment,
    options: DoctorOptions,
    { packaged, now }: Known,
): Promise<Diagnosis[]> {
    const isElsewhere = [packaged, options.server, options.peer, options.operations].some(
        (named) => named !== undefined,
    );
    if (!isElsewhere || isServerConfigured(environment)) return examineServer(environment, packaged, now);
    return [skipped('environment', 'no variable or option of heddle server is set here')];
}

async function examineRunning(
    environment: Environment,
    options: DoctorOptions,
    packaged: PackageUnderExamination | undefined,
): Promise<Diagnosis> {
    if (options.server === undefined) return skipped('connection', '--server names a running server');
    return examineConnection({
        address: options.server,
        view: packaged?.view,
        tls: readPeerTls(options),
        packageId: packaged?.packageId ?? idIn(environment),
        timeoutMs: packaged?.dialTimeoutMs,
    });
}

/** A server that is dialled may also be asked for its code, at another address. */
async function askRunning(
    environment: Environment,
    { server, operations }: DoctorOptions,
    packaged: PackageUnderExamination | undefined,
): Promise<Diagnosis[]> {
    const packageId = packaged?.packageId ?? idIn(environment);
    if (operations !== undefined) return [await askForCode({ address: operations, packageId, packed: packaged?.code })];
    if (server === undefined || packaged?.code === undefined) return [];
    return [skipped('code of the server', '--operations names the address at which it tells')];
}

/** A contradiction in the environment has been reported. */
function idIn(environment: Environment): string | undefined {
    try {
        return environment.find(SERVER_SETTINGS.chaincodeId)?.value;
    } catch (thrown) {
        if (thrown instanceof ConfigurationError) return undefined;
        throw thrown;
    }
}

function readPeerTls({ tlsRootCert, clientCert, clientKey }: DoctorOptions): PeerTls | undefined {
    if (tlsRootCert === undefined) {
        if (clientCert === undefined && clientKey === undefined) return undefined;
        throw new ConfigurationError('--client-cert and --client-key need --tls-root-cert: give that too');
    }
    if ((clientCert === undefined) !== (clientKey === undefined)) {
        throw new ConfigurationError('--client-cert and --client-key need each other: give both, or neither');
    }
    return {
        rootCert: readText('--tls-root-cert', tlsRootCert),
        clientCert: clientCert && readText('--client-cert', clientCert),
        clientKey: clientKey && readText('--client-key', clientKey),
    };
}

function readText(option: string, file: string): string {
    return readGivenFile({ value: file, source: option }).toString();
}

function skipped(check: string, detail: string): Diagnosis {
    return { check, detail: `not looked at: ${detail}`, skipped: true, findings: [] };
}
