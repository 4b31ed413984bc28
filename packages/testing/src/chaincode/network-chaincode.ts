import { ContractChaincode, type ContractSource, type ServedContract } from '@heddle/contract';
import { type Declared, declaredBy, renewedChaincode } from '@heddle/contract/internal';
import { type Chaincode, type Logger, SessionRunner } from '@heddle/core';
import type { LocalPeer } from '@heddle/local-peer';
import { createStreamPair, type MessageStream } from '@heddle/protocol';
import type { CostRecorder } from '../cost/cost-recorder';
import { TestNetworkError } from '../errors/test-network-error';
import { CallRecorder } from './call-recorder';
import { type ChaincodeSource, hasContracts } from './chaincode-source';
import { CheckedChaincode, INVARIANTS } from './invariant-checks';
import { ObservedResults } from './observed-results';
import { type SubmittedRuns, WatchedChaincode } from './submitted-runs';

const OK = 200;

/** What the chaincodes of a network share. */
export interface HostOptions {
    readonly runs: SubmittedRuns;
    /** A file that takes what passes between peers and chaincodes; undefined to record nothing. */
    readonly record: string | undefined;
    readonly logger: Logger;
    /** Undefined where nobody asks what transactions cost. */
    readonly costs: CostRecorder | undefined;
}

/** A chaincode of the network, served over pairs of streams. */
export class NetworkChaincode {
    readonly name: string;
    readonly packageId: string;
    readonly observed = new ObservedResults();
    /** Empty for a chaincode without contracts. */
    readonly #contracts: readonly ServedContract[];
    readonly #chaincode: Chaincode;
    readonly #checked: CheckedChaincode;
    readonly #options: HostOptions;

    /** @throws ContractDefinitionError with all mistakes of the contracts */
    constructor(name: string, source: ChaincodeSource, options: HostOptions) {
        this.name = name;
        this.packageId = `${name}:test`;
        this.#options = options;
        const chaincode = this.#create(source);
        this.#contracts = chaincode instanceof ContractChaincode ? chaincode.contracts : [];
        const renewed = (): Chaincode => (typeof source === 'function' ? new source() : renewedChaincode(chaincode));
        this.#checked = new CheckedChaincode(chaincode, options.costs);
        this.#chaincode = new WatchedChaincode(this.#checked, renewed, options.runs);
    }

    /** Opens a stream to a session that serves the chaincode to the peer of an organization; the peer's end of it. */
    connect(mspId: string): MessageStream {
        const [ours, theirs] = createStreamPair();
        const { packageId } = this;
        const { logger, record, runs, costs } = this.#options;
        // In a record each request is a message of its own, whatever shares a tick by chance.
        const coalesce = record === undefined;
        const served = { packageId, chaincode: this.#chaincode, logger, mspId, coalesce, observer: costs?.observer };
        const session = new SessionRunner(ours, served);
        // Ends with the stream; never rejects.
        void session.run();
        if (record === undefined) return theirs;
        const isRecorded = (txId: string): boolean => runs.of(txId)?.isSecond !== true;
        return new CallRecorder({ file: record, chaincode: this.name, mspId, isRecorded }).record(theirs);
    }

    /** Its first contract; undefined if it is not made of contracts. */
    get firstContract(): ServedContract | undefined {
        return this.#contracts[0];
    }

    /** What its contracts declare. */
    get declared(): readonly Declared[] {
        return this.#contracts.flatMap((contract) => declaredBy(contract) ?? []);
    }

    /** Asks the invariants of its contracts. @throws TestNetworkError INVARIANT_BROKEN */
    async checkInvariants(peer: LocalPeer): Promise<void> {
        if (this.#checked.invariants.length === 0) return;
        const { txId, status, message } = await peer.evaluate({ chaincode: this.name, function: INVARIANTS });
        const [broken] = this.#checked.take(txId);
        if (broken !== undefined)
            throw new TestNetworkError('INVARIANT_BROKEN', `${broken.name} is broken: ${broken.error.message}`, {
                cause: broken.error,
            });
        if (status !== OK) throw new Error(`the invariants of '${this.name}' could not be asked: ${message}`);
    }

    /** @throws TestNetworkError CONTRACT_UNKNOWN */
    contract(source: ContractSource): ServedContract {
        const found = this.#contracts.find(({ contract }) => contract === source || contract.constructor === source);
        if (found !== undefined) return found;
        const asked = nameAsked(source);
        const known = this.#contracts.slice(0, -1).map(({ contract }) => contract.constructor.name);
        const others = known.length === 0 ? 'it is not made of contracts' : `it has ${known.join(', ')}`;
        throw new TestNetworkError('CONTRACT_UNKNOWN', `chaincode '${this.name}' has no contract ${asked}; ${others}`);
    }

    #create(source: ChaincodeSource): Chaincode {
        if (typeof source === 'function') return new source();
        if (!hasContracts(source)) return source;
        const middleware = [this.observed.middleware, ...(source.middleware ?? [])];
        return new ContractChaincode({ ...source, middleware, logger: this.#options.logger });
    }
}

/** From JavaScript it may be anything: the contract's name, for one. */
function nameAsked(source: unknown): string {
    if (typeof source === 'function') return source.name;
    const named = source as { readonly getName?: () => string } | null | undefined;
    if (typeof named?.getName === 'function') return named.getName();
    return `${typeof source === 'string' ? `'${source}'` : String(source)}, as a contract is given by its class`;
}
