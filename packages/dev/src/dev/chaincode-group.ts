import type { InstallOptions } from '@heddle/local-peer';
import type { BlockReport } from './blocking/block-report';
import {
    ChaincodeProcess,
    type ChaincodeProcessOptions,
    type DebuggingOptions,
    type Listening,
} from './chaincode-process';

export interface ChaincodeGroupOptions extends Omit<ChaincodeProcessOptions, 'mspId' | 'debugging'> {
    /** The organizations of the network; there is one at least. */
    readonly mspIds: readonly [string, ...string[]];
    /** Whether one process is for the peers of all of them: what getMspID answers is the first one then. */
    readonly isOneProcess: boolean;
    /** The port of each process for debuggers, in the order of the organizations. Undefined: nobody debugs. */
    readonly debuggerPorts?: readonly number[] | undefined;
    /** Whether these ports are free already. Default: no. */
    readonly isDebuggerOpen?: boolean;
}

interface ListeningGroup {
    readonly connect: InstallOptions['connect'];
    readonly metadata: Listening['metadata'];
}

/** A chaincode's processes, one for the peer of each organization, or one for all. They begin and end together. */
export class ChaincodeGroup {
    readonly packageId: string;
    /** Resolves when the first of them is over, to how that ended; never rejects. */
    readonly ended: Promise<string>;
    readonly #processes: ReadonlyMap<string, ChaincodeProcess>;
    readonly #isOneProcess: boolean;
    readonly #isDebugged: boolean;

    /** Starts them. */
    constructor({ mspIds, isOneProcess, blocked, debuggerPorts, isDebuggerOpen, ...rest }: ChaincodeGroupOptions) {
        this.packageId = rest.packageId;
        this.#isOneProcess = isOneProcess || mspIds.length === 1;
        this.#isDebugged = debuggerPorts !== undefined;
        const [first, ...others] = mspIds;
        const options = {
            ...rest,
            // The group goes on when all of its processes do.
            blocked: (report: BlockReport) => {
                if (report.isBlocked || !this.isBlocked) blocked(report);
            },
        };
        // They load the same: what is to be said of that is said once.
        const quiet = { ...options, note: () => undefined };
        const debuggingOf = (index: number): DebuggingOptions | undefined => {
            const port = debuggerPorts?.[index];
            return port === undefined ? undefined : { port, isOpen: isDebuggerOpen ?? false };
        };
        this.#processes = new Map([
            [first, new ChaincodeProcess({ ...options, mspId: first, debugging: debuggingOf(0) })],
            ...(this.#isOneProcess ? [] : others).map(
                (mspId, index) =>
                    [mspId, new ChaincodeProcess({ ...quiet, mspId, debugging: debuggingOf(index + 1) })] as const,
            ),
        ]);
        this.ended = Promise.race(this.#all.map(({ ended }) => ended));
    }

    /**
     * Waits until all of them listen.
     * @returns where, for the peers to dial, and the metadata of their contracts, which is the same for each
     * @throws Error with what one said that ended before that
     */
    async listening(): Promise<ListeningGroup> {
        const listening = await Promise.all(
            Array.from(this.#processes, async ([mspId, one]) => [mspId, await one.listening()] as const),
        );
        const [first] = listening;
        // Whoever stands at a breakpoint answers no ping.
        const also = this.#isDebugged ? { keepalive: false } : {};
        const byOrganization = Object.fromEntries(
            listening.map(([mspId, { address }]) => [mspId, { address, ...also }]),
        );
        const isOne = this.#isOneProcess && first !== undefined;
        const connect = isOne ? { address: first[1].address, ...also } : byOrganization;
        return { connect, metadata: first?.[1].metadata };
    }

    /** Lets them load the package, if they were held. */
    go(): void {
        for (const one of this.#all) one.go();
    }

    /** Whether the event loop of one of them is blocked. */
    get isBlocked(): boolean {
        return this.#all.some((one) => one.isBlocked);
    }

    /** Tells them to end, and has those killed that do not. Resolves when all have ended. Idempotent. */
    async close(): Promise<void> {
        await Promise.all(this.#all.map((one) => one.close()));
    }

    /** Opens their debuggers: the ports are free now. */
    openDebuggers(): void {
        for (const one of this.#all) one.openDebugger();
    }

    /** Closes their debuggers. Resolves when the ports are free. */
    async closeDebuggers(): Promise<void> {
        await Promise.all(this.#all.map((one) => one.closeDebugger()));
    }

    /** Ends them at once. */
    kill(): void {
        for (const one of this.#all) one.kill();
    }

    get #all(): ChaincodeProcess[] {
        return [...this.#processes.values()];
    }
}
