import { ContractChaincode, type ContractSource, encodeArgument } from '@heddle/contract';
import { createLogger, SessionRunner } from '@heddle/core';
import {
    type EndorsedTransaction,
    LocalPeer,
    type LocalPeerOptions,
    type TransactionRequest,
} from '@heddle/local-peer';
import { createStreamPair } from '@heddle/protocol';

const NAME = 'cc';

/** A chaincode on a local peer, of which one release follows another over the same ledger. */
export class ReleasedChaincode implements AsyncDisposable {
    readonly peer: LocalPeer;
    #releases = 0;

    private constructor(peer: LocalPeer) {
        this.peer = peer;
    }

    static async start(options?: LocalPeerOptions): Promise<ReleasedChaincode> {
        return new ReleasedChaincode(await LocalPeer.start(options));
    }

    /** Puts another release in the place of the one before. */
    async deploy(contract: ContractSource): Promise<void> {
        this.#releases += 1;
        const packageId = `${NAME}:${this.#releases}`;
        const logger = createLogger('error', () => undefined);
        const chaincode = new ContractChaincode({ contracts: [contract], logger });
        await this.peer.upgrade({
            name: NAME,
            packageId,
            connect: () => {
                const [ours, theirs] = createStreamPair();
                // Ends with the stream; never rejects.
                void new SessionRunner(ours, { packageId, chaincode, logger }).run();
                return theirs;
            },
        });
    }

    /** Submits a transaction, and tells what came of it: VALID, a conflict, or the error's message. */
    async submit(name: string, ...args: readonly unknown[]): Promise<string> {
        const { message, commit } = await this.peer.submit(requestOf(name, args));
        return commit?.status ?? message;
    }

    /** What a transaction answers, and does not commit. */
    async evaluate(name: string, ...args: readonly unknown[]): Promise<string> {
        const { status, message, payload } = await this.peer.evaluate(requestOf(name, args));
        return status === 200 ? payload.toString() : message;
    }

    endorse(name: string, ...args: readonly unknown[]): Promise<EndorsedTransaction> {
        return this.peer.endorse(requestOf(name, args));
    }

    /** All that is on the ledger, in the order of the keys. */
    async states(): Promise<Map<string, string>> {
        const states = await this.peer.states({ chaincode: NAME });
        return new Map(states.map(({ key, value }) => [key, Buffer.from(value).toString()]));
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.peer.close();
    }
}

function requestOf(name: string, args: readonly unknown[]): TransactionRequest {
    return { chaincode: NAME, function: name, args: args.map((argument) => encodeArgument(argument)) };
}
