import {
    type Chaincode,
    ChaincodeError,
    type ChaincodeHost,
    ChaincodeServer,
    type HostedChaincodeOptions,
    type Logger,
    type ServerTlsOptions,
} from '@heddle/core';
import { withFrameTap } from '@heddle/core/internal';
import { LoadedCode } from '../identity/loaded-code';
import type { VerifiedCode } from '../identity/packed-code';
import { loadChaincode, type LoadedChaincode } from '../loading/load-chaincode';
import { loadedWithin } from '../loading/loaded-within';
import { withLoggedArguments } from '../loading/logged-arguments';
import type { Operations } from '../operations/operations';
import type { Journal } from '../recording/journal';
import { CommandError, ConfigurationError } from '../reporting/command-error';
import { reasonOf } from '../reporting/reason-of';
import { toError } from '../reporting/to-error';
import type { RunSettings } from '../serving/server-settings';
import { workerOptions } from '../serving/workers';
import { checkFree, portOf } from './check-free';
import { checkLimitedFunctions } from './check-limited-functions';
import { type DesiredChaincode, isSameService } from './desired-chaincode';

export interface ServedChaincodesOptions {
    readonly host: ChaincodeHost;
    readonly settings: RunSettings;
    readonly logger: Logger;
    /** Undefined: nobody watches. */
    readonly operations: Pick<Operations, 'noteCode' | 'observe'> | undefined;
    /** Undefined: nothing is recorded. */
    readonly journal: Journal | undefined;
}

/** Loaded and checked, so that nothing but its port can be in the way any more. */
export interface PreparedChaincode {
    readonly desired: DesiredChaincode;
    readonly options: HostedChaincodeOptions;
    /** Of contracts; a chaincode without contracts has no metadata. */
    readonly metadata: LoadedChaincode['metadata'];
    /** The digest of its code; undefined if nobody asked whether it is that of a package. */
    readonly code: string | undefined;
}

interface Served {
    /** As it was added, to be added again where what takes its place cannot be. */
    readonly prepared: PreparedChaincode;
    desired: DesiredChaincode;
    /** The certificates that were taken last. */
    tls: ServerTlsOptions | undefined;
    /** What could not take its place: to try that again and again would break its streams each time. */
    refused?: { readonly desired: DesiredChaincode; readonly error: CommandError };
}

/** A module that is not loaded by then waits for something that does not come, and so would all further changes. */
const LONGEST_LOAD_MS = 60_000;

/**
 * The chaincodes of a server, made to agree with what is desired.
 *
 * Owns: which of them are in the host. Does not own: the host.
 */
export class ServedChaincodes {
    readonly #options: ServedChaincodesOptions;
    readonly #served = new Map<string, Served>();
    /** Modules that failed: to try again and again would run their code each time. */
    readonly #unloadable = new Map<string, unknown>();
    readonly #loaded = new LoadedCode();

    constructor(options: ServedChaincodesOptions) {
        this.#options = options;
    }

    /**
     * As `prepare`, for all that there are at the start.
     * @throws ConfigurationError as well where a limit is one of a function that none of them has
     */
    async prepareFirst(chaincodes: readonly DesiredChaincode[]): Promise<PreparedChaincode[]> {
        const prepared = await this.prepare(chaincodes);
        const { limits } = this.#options.settings;
        checkLimitedFunctions(
            limits,
            prepared.map(({ options }) => options.chaincode),
        );
        return prepared;
    }

    /**
     * @param longestLoadMs how long a module may take to load. Default: for ever
     * @throws ConfigurationError if one of them cannot be served; nothing has changed then
     */
    async prepare(chaincodes: readonly DesiredChaincode[], longestLoadMs?: number): Promise<PreparedChaincode[]> {
        const codes: (VerifiedCode | undefined)[] = [];
        const prepared: PreparedChaincode[] = [];
        // One after the other: the mistakes of the first are told first. All are compared before any of them runs.
        for (const desired of chaincodes) codes.push(await this.#verify(desired));
        for (const [index, desired] of chaincodes.entries()) {
            const code = codes[index];
            if (code !== undefined) this.#loaded.noteCompared(code.digests);
            const { chaincode, metadata } = await this.#load(desired, longestLoadMs);
            const options = this.#checked(this.#optionsOf(desired, chaincode), desired);
            prepared.push({ desired, options, metadata, code: code?.digest });
        }
        return prepared;
    }

    /**
     * @returns where it listens
     * @throws CommandError if it cannot be served; the others are not touched
     */
    async add(prepared: PreparedChaincode): Promise<string> {
        const { desired, options, code } = prepared;
        const { host, operations } = this.#options;
        try {
            operations?.noteCode(desired.packageId, code);
            const { address } = await host.add(options);
            this.#served.set(desired.packageId, { prepared, desired, tls: options.tls });
            return address;
        } catch (error) {
            throw asCommandError(error);
        }
    }

    /**
     * Adds what is new, drains and removes what is not desired any more or is desired otherwise, and leaves everything else
     * alone. What is new is prepared first: if that fails, nothing changes. What cannot take the place of another one leaves it
     * as it was.
     * @returns what could not be added after all
     * @throws ConfigurationError if nothing has changed
     */
    async change(chaincodes: readonly DesiredChaincode[]): Promise<CommandError[]> {
        const refused = chaincodes.flatMap((desired) => this.#refusalOf(desired) ?? []);
        const arriving = chaincodes.filter((one) => !this.#isServed(one) && this.#refusalOf(one) === undefined);
        const prepared = await this.prepare(arriving, LONGEST_LOAD_MS);
        const checks = await Promise.allSettled(prepared.map((one) => this.#checkPlace(one)));
        const ready = prepared.filter((_one, index) => checks[index]?.status === 'fulfilled');
        for (const desired of chaincodes) {
            const served = this.#served.get(desired.packageId);
            if (served !== undefined && isSameService(served.desired, desired)) served.desired = desired;
        }
        const former = this.#removeFor(chaincodes, ready);
        const added = ready.map((one) => this.#addFor(one, former.get(one.desired.packageId)));
        const outcomes = [...checks, ...(await Promise.allSettled(added))];
        const failed = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason as CommandError] : []));
        return [...refused, ...failed];
    }

    /**
     * Takes certificates that have changed in their files. Those that cannot be used are not taken: half of them may have
     * been written so far.
     * @returns why some were not
     */
    renewCertificates(): CommandError[] {
        return Array.from(this.#served.values()).flatMap((served) => {
            try {
                this.#renew(served);
                return [];
            } catch (error) {
                const { packageId } = served.desired;
                const what = `${asCommandError(error).message}; ${packageId} goes on with the certificates that it has`;
                return [new ConfigurationError(what, { cause: error })];
            }
        });
    }

    /** Lets everything be loaded again that could not be. */
    forgetFailures(): void {
        this.#unloadable.clear();
        for (const served of this.#served.values()) delete served.refused;
    }

    #refusalOf(desired: DesiredChaincode): CommandError | undefined {
        const refused = this.#served.get(desired.packageId)?.refused;
        return refused !== undefined && isSameService(refused.desired, desired) ? refused.error : undefined;
    }

    /** Looks whether one that is to take the place of another can listen where it wants to, before that one goes. */
    async #checkPlace({ desired: { packageId, address } }: PreparedChaincode): Promise<void> {
        // A port of ours is shared, or given up in time.
        const ports = Array.from(this.#served.values(), ({ desired }) => portOf(desired.address));
        const former = this.#served.get(packageId);
        if (former === undefined || ports.includes(portOf(address))) return;
        try {
            await checkFree(address);
        } catch (error) {
            throw goesOn(asCommandError(error), former.desired);
        }
    }

    /** @returns those that are gone and were served, by id */
    #removeFor(chaincodes: readonly DesiredChaincode[], ready: readonly PreparedChaincode[]): Map<string, Served> {
        const replaced = new Set(ready.map(({ desired }) => desired.packageId));
        const kept = new Set(chaincodes.map(({ packageId }) => packageId).filter((id) => !replaced.has(id)));
        const former = new Map([...this.#served].filter(([packageId]) => !kept.has(packageId)));
        for (const packageId of former.keys()) this.#remove(packageId);
        return former;
    }

    /** Adds one in the place of another one, which comes back where that fails. */
    async #addFor(prepared: PreparedChaincode, former: Served | undefined): Promise<void> {
        try {
            await this.add(prepared);
        } catch (error) {
            if (former === undefined) throw error;
            await this.#restore(former, asCommandError(error));
            const refused = { desired: prepared.desired, error: goesOn(asCommandError(error), former.desired) };
            const served = this.#served.get(prepared.desired.packageId);
            if (served !== undefined) Object.assign(served, { desired: former.desired, refused });
            throw refused.error;
        }
    }

    async #restore({ prepared, tls, desired }: Served, { message, exitCode }: CommandError): Promise<void> {
        try {
            await this.add({ ...prepared, options: { ...prepared.options, tls } });
        } catch (cause) {
            const lost = `${desired.packageId} is not served any more, as it cannot come back: ${reasonOf(cause)}`;
            throw new CommandError(exitCode, `${message}; ${lost}`, { cause });
        }
    }

    #isServed(desired: DesiredChaincode): boolean {
        const served = this.#served.get(desired.packageId);
        return served !== undefined && isSameService(served.desired, desired);
    }

    #renew(served: Served): void {
        const { packageId, tls } = served.desired;
        const files = tls?.read();
        if (files === undefined || isSameTls(files, served.tls)) return;
        this.#options.host.reloadTls(packageId, files);
        served.tls = files;
    }

    #remove(packageId: string): void {
        const { host, logger, settings } = this.#options;
        this.#served.delete(packageId);
        logger.info(
            { packageId },
            `removing ${packageId}: it takes no new transactions, and ends with those under way`,
        );
        // It does not reject: what does not finish is given up, and the log counts it.
        void host.remove(packageId, { graceMs: settings.graceMs }).then(() => {
            logger.info({ packageId }, `${packageId} is removed`);
        });
    }

    async #load({ modulePath }: DesiredChaincode, longestMs: number | undefined): Promise<LoadedChaincode> {
        const { logger, settings } = this.#options;
        try {
            const loading = loadChaincode(modulePath, logger, settings.contracts);
            const loaded = longestMs === undefined ? await loading : await loadedWithin(longestMs, loading, modulePath);
            this.#loaded.noteUncompared(modulePath);
            return loaded;
        } catch (error) {
            // What has a cause comes from the module itself, and not from files that are not there yet.
            if (toError(error).cause !== undefined) {
                this.#unloadable.set(modulePath, error);
                this.#loaded.noteUncompared(modulePath);
            }
            throw error;
        }
    }

    /**
     * Compares the code with its package, if it has one, before any of it runs.
     * @returns its digests
     * @throws ConfigurationError if it is not the code of its package, or other code of that folder is loaded
     */
    async #verify({ packageFile, packageId, modulePath }: DesiredChaincode): Promise<VerifiedCode | undefined> {
        if (this.#unloadable.has(modulePath)) throw this.#unloadable.get(modulePath);
        if (packageFile === undefined) return undefined;
        const { verifyCode } = await import('../identity/packed-code.js');
        const start = performance.now();
        const verified = verifyCode(packageFile, packageId, modulePath);
        this.#loaded.check(verified.digests);
        const durationMs = Math.round(performance.now() - start);
        const { digest, fileCount, leftOut } = verified;
        this.#options.logger.info(
            { packageId, code: digest, fileCount, durationMs, notCompared: leftOut },
            `the code of ${packageId} is that of its package: ${digest}`,
        );
        return verified;
    }

    #optionsOf(desired: DesiredChaincode, chaincode: Chaincode): HostedChaincodeOptions {
        const { packageId, address, hostname, modulePath, packageFile, mspId, tls } = desired;
        const { settings, logger, operations, journal } = this.#options;
        const { registrationTimeoutMs, transactionTimeoutMs, silencedWarnings, tracing } = settings;
        const packed = packageFile === undefined ? undefined : { packageId, packageFile };
        const workers = workerOptions({ ...settings, modulePath }, chaincode, packed);
        const observer = operations?.observe(packageId);
        const logging = withLoggedArguments(chaincode, settings.contracts, logger);
        const running = { registrationTimeoutMs, transactionTimeoutMs, silencedWarnings, workers, observer, tracing };
        const options = { packageId, address, hostname, mspId, tls: tls?.read(), chaincode: logging, ...running };
        return withFrameTap(options, journal?.tapFor(modulePath));
    }

    /** A server checks its options when it is made, long before it listens. */
    #checked(options: HostedChaincodeOptions, { source }: DesiredChaincode): HostedChaincodeOptions {
        const { chaincode, ...serverOptions } = options;
        try {
            new ChaincodeServer(chaincode, { ...serverOptions, logger: this.#options.logger });
            return options;
        } catch (error) {
            throw new ConfigurationError(`${source}: ${reasonOf(error)}`, { cause: error });
        }
    }
}

function goesOn(error: CommandError, { packageId, address }: DesiredChaincode): CommandError {
    const message = `${error.message}; ${packageId} goes on at ${address} as it was`;
    return new CommandError(error.exitCode, message, { cause: error });
}

function isSameTls(one: ServerTlsOptions, other: ServerTlsOptions | undefined): boolean {
    return other !== undefined && contentOf(one) === contentOf(other);
}

function contentOf({ key, cert, clientCACerts, keyPassword }: ServerTlsOptions): string {
    return JSON.stringify([key, cert, clientCACerts, keyPassword].map((part) => part && String(part)));
}

function asCommandError(error: unknown): CommandError {
    if (error instanceof CommandError) return error;
    if (!ChaincodeError.is(error)) throw error;
    return new CommandError(error.code === 'INVALID_OPTIONS' ? 2 : 1, error.message, { cause: error });
}
