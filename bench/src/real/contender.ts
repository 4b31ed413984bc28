import { setTimeout as sleep } from 'node:timers/promises';
import { CHANNEL, define, type FabricNetwork, install } from '@heddle/conformance/real-network';
import type { Contract, Gateway } from '@hyperledger/fabric-gateway';
import { cpuSecondsOf } from '../process-figures';
import { ServerProcess } from '../server-process';
import type { ServerKind } from '../servers';
import { call, type Called, type CallOptions, type Work } from './callers';
import type { RealMeasurement, RealServer } from './real-results';
import { create, noop } from './works';

/** A peer asks others for what it may endorse, which takes a moment after a definition is committed. */
const CREATE_ATTEMPTS = 50;
const BETWEEN_ATTEMPTS_MS = 200;
const CREATE_MS = 30_000;
const FIRST_MS = 60_000;

export interface FirstOptions {
    readonly callers: number;
    /** How many calls the first ones are. */
    readonly first: number;
}

/** A server behind the peer, under a chaincode of its name. */
export class Contender {
    readonly kind: ServerKind;
    readonly #network: FabricNetwork;
    readonly #server: ServerProcess;
    readonly #contract: Contract;
    readonly #idleMegabytes: number | undefined;
    readonly #rounds: Record<string, RealMeasurement[]> = {};
    #first: RealMeasurement = { calls: 0, seconds: 0, failures: 0 };

    private constructor(network: FabricNetwork, kind: ServerKind, server: ServerProcess, contract: Contract) {
        this.#network = network;
        this.kind = kind;
        this.#server = server;
        this.#contract = contract;
        this.#idleMegabytes = server.memory?.rssMegabytes;
    }

    /** Installs, starts and defines it, measures its first calls, and gives each caller an asset. */
    static async enter(
        network: FabricNetwork,
        kind: ServerKind,
        gateway: Gateway,
        options: FirstOptions,
    ): Promise<Contender> {
        const { name } = kind;
        const installed = await install(network, { name });
        const server = await ServerProcess.start(kind, { tls: false, ...installed });
        try {
            await define(network, { name }, installed);
            const contract = gateway.getNetwork(CHANNEL).getContract(name);
            const contender = new Contender(network, kind, server, contract);
            await contender.#begin(options);
            return contender;
        } catch (error) {
            await server.close();
            throw new Error(`${name} cannot take part`, { cause: error });
        }
    }

    /** One round of a work. */
    async measure(work: Work, options: CallOptions): Promise<void> {
        (this.#rounds[work.name] ??= []).push(await this.#measured(() => call(this.#contract, work, options)));
    }

    /** Calls that are not measured. */
    async runUp(work: Work, options: CallOptions): Promise<void> {
        await call(this.#contract, work, options);
    }

    get results(): RealServer {
        return {
            server: this.kind.name,
            first: this.#first,
            rounds: this.#rounds,
            idleMegabytes: this.#idleMegabytes,
            peakMegabytes: this.#server.memory?.peakMegabytes,
        };
    }

    close(): Promise<void> {
        return this.#server.close();
    }

    async #begin({ callers, first }: FirstOptions): Promise<void> {
        // The first of all, which also shows that the peer has the chaincode.
        await this.#createWhenKnown();
        const options = { callers, milliseconds: FIRST_MS, most: first };
        this.#first = await this.#measured(() => call(this.#contract, noop, options));
        await Promise.all(Array.from({ length: callers - 1 }, (_, index) => create.call(this.#contract, index + 1)));
    }

    async #createWhenKnown(): Promise<void> {
        for (let attempt = 1; attempt < CREATE_ATTEMPTS; attempt++) {
            const { failures } = await call(this.#contract, create, { callers: 1, milliseconds: CREATE_MS, most: 1 });
            if (failures === 0) return;
            await sleep(BETWEEN_ATTEMPTS_MS);
        }
        await create.call(this.#contract, 0);
    }

    async #measured(work: () => Promise<Called>): Promise<RealMeasurement> {
        const before = { chaincode: this.#server.cpuSeconds, peer: this.#peerSeconds };
        const called = await work();
        return {
            ...called,
            chaincodeMicros: microsOf(before.chaincode, this.#server.cpuSeconds, called.calls),
            peerMicros: microsOf(before.peer, this.#peerSeconds, called.calls),
        };
    }

    get #peerSeconds(): number | undefined {
        const { peerPid } = this.#network;
        return peerPid === undefined ? undefined : cpuSecondsOf(peerPid);
    }
}

function microsOf(before: number | undefined, after: number | undefined, calls: number): number | undefined {
    return before === undefined || after === undefined ? undefined : ((after - before) * 1e6) / calls;
}
