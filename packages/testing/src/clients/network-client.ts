import type { ContractSource, ServedContract } from '@heddle/contract';
import { ClientIdentity } from '@heddle/core';
import type { SigningIdentity } from '@heddle/local-peer';
import type { OptionNames } from '@heddle/protocol/internal';
import type { NetworkChaincode } from '../chaincode/network-chaincode';
import { checkNames, TestNetworkError } from '../errors/test-network-error';
import { keepTransaction, type TestTransaction } from '../transactions/test-transaction';
import type { TransactionCall, TransactionRunner } from '../transactions/transaction-runner';
import { encodeArguments, encodeRaw, encodeTransient } from './encode-call';
import type { CallOptions } from './test-client';

/** Who calls, and what. */
export interface ClientTarget {
    readonly runner: TransactionRunner;
    readonly chaincodes: ReadonlyMap<string, NetworkChaincode>;
    readonly identity: SigningIdentity;
    readonly options: CallOptions;
    /** Undefined if there are several and the client has not chosen one. */
    readonly hosted: NetworkChaincode | undefined;
    /** Undefined for text and bytes instead of typed calls. */
    readonly contract: ServedContract | undefined;
}

const CALL_NAMES: OptionNames<CallOptions> = {
    channel: true,
    endorsingOrganizations: true,
    isInit: true,
    transient: true,
};

/** What a TestClient is at run time, where types are gone. */
export class NetworkClient {
    readonly #target: ClientTarget;

    constructor(target: ClientTarget) {
        this.#target = target;
    }

    get mspId(): string {
        return this.#target.identity.mspId;
    }

    get id(): string {
        const { mspId, certificate } = this.#target.identity;
        return new ClientIdentity({ getCreator: () => ({ mspid: mspId, idBytes: Buffer.from(certificate) }) }).getID();
    }

    get raw(): NetworkClient {
        return this.#derive({ contract: undefined });
    }

    submit(name: string, ...args: unknown[]): Promise<unknown> {
        const transaction = this.endorse(name, ...args);
        return keepTransaction(committed(transaction), transaction);
    }

    async evaluate(name: string, ...args: unknown[]): Promise<unknown> {
        return await this.#target.runner.evaluate(this.#call(name, args));
    }

    async endorse(name: string, ...args: unknown[]): Promise<TestTransaction> {
        return await this.#target.runner.endorse(this.#call(name, args));
    }

    with(options: CallOptions): NetworkClient {
        checkNames('with', options, CALL_NAMES);
        return this.#derive({ options: { ...this.#target.options, ...options } });
    }

    contract(contract: ContractSource): NetworkClient {
        return this.#derive({ contract: this.#hosted.contract(contract) });
    }

    chaincode(name: string): NetworkClient {
        const { chaincodes } = this.#target;
        const hosted = chaincodes.get(name);
        if (hosted !== undefined) return this.#derive({ hosted, contract: hosted.firstContract });
        const known = [...chaincodes.keys()].join(', ');
        throw new TestNetworkError('CHAINCODE_UNKNOWN', `the network has no chaincode '${name}'; it has ${known}`);
    }

    #derive(target: Partial<ClientTarget>): NetworkClient {
        return new NetworkClient({ ...this.#target, ...target });
    }

    get #hosted(): NetworkChaincode {
        const { hosted, chaincodes } = this.#target;
        if (hosted !== undefined) return hosted;
        const known = [...chaincodes.keys()].map((name) => `chaincode('${name}')`).join(' or ');
        throw new TestNetworkError('CHAINCODE_UNKNOWN', `the network has several chaincodes: choose one with ${known}`);
    }

    #call(name: string, args: readonly unknown[]): TransactionCall {
        const { contract, identity, options } = this.#target;
        const { transient, ...rest } = options;
        const chaincode = this.#hosted;
        const called = contract?.transactions.get(name);
        return {
            chaincode,
            called,
            isTyped: contract !== undefined,
            transaction: name,
            identity,
            args,
            contract: contract?.name,
            request: {
                ...rest,
                chaincode: chaincode.name,
                function: contract === undefined ? name : `${contract.name}:${name}`,
                args: contract === undefined ? encodeRaw(args) : encodeArguments(args, called),
                transient: encodeTransient(transient),
            },
        };
    }
}

async function committed(endorsing: Promise<TestTransaction>): Promise<unknown> {
    const transaction = await endorsing;
    await transaction.commit();
    return transaction.result;
}
