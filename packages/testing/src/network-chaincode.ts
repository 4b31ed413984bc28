import { ContractChaincode, type ContractSource, type ServedContract } from '@heddle/contract';
import { type Declared, declaredBy } from '@heddle/contract/internal';
import { type Chaincode, type Logger, SessionRunner } from '@heddle/core';
import type { LocalPeer } from '@heddle/local-peer';
import { createStreamPair, type MessageStream } from '@heddle/protocol';
import { type ChaincodeSource, hasContracts } from './chaincode-source';
import { CheckedChaincode, INVARIANTS } from './invariant-checks';
import { ObservedResults } from './observed-results';
import { ReplicatedChaincode, type Reruns } from './replicas';
import { TestNetworkError } from './test-network-error';

const OK = 200;

/** What the chaincodes of a network share. */
export interface HostOptions {
    readonly reruns: Reruns;
    readonly logger: Logger;
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
        const [first, second] = [this.#create(source), this.#create(source)];
        this.#contracts = first instanceof ContractChaincode ? first.contracts : [];
        this.#checked = new CheckedChaincode(first);
        this.#chaincode = new ReplicatedChaincode(this.#checked, second, options.reruns);
    }

    /** Opens a stream to a session that serves the chaincode to the peer of an organization; the peer's end of it. */
    connect(mspId: string): MessageStream {
        const [ours, theirs] = createStreamPair();
        const { packageId } = this;
        const { logger } = this.#options;
        const session = new SessionRunner(ours, { packageId, chaincode: this.#chaincode, logger, mspId });
        // Ends with the stream; never rejects.
        void session.run();
        return theirs;
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
        const asked = typeof source === 'function' ? source.name : source.getName();
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
