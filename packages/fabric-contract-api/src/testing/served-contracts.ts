import { ContractChaincode, type ContractChaincodeOptions } from '@heddle/contract';
import { type LogFields, type Logger, type LogLevel, SessionRunner } from '@heddle/core';
import { LocalPeer, type TransactionRequest } from '@heddle/local-peer';
import { createStreamPair } from '@heddle/protocol';

/** What a call was answered with, as text. */
export interface Answer {
    readonly status: number;
    readonly message: string;
    readonly payload: string;
}

const CHAINCODE = 'contracts';

/** Contracts that an embedded peer calls over a pair of streams. */
export class ServedContracts implements AsyncDisposable {
    readonly chaincode: ContractChaincode;
    /** Lines of the log at level `warn`. */
    readonly warnings: readonly string[];
    readonly #peer: LocalPeer;

    private constructor(chaincode: ContractChaincode, peer: LocalPeer, warnings: readonly string[]) {
        this.chaincode = chaincode;
        this.#peer = peer;
        this.warnings = warnings;
    }

    static async start(
        contracts: readonly object[],
        options: Partial<ContractChaincodeOptions> = {},
    ): Promise<ServedContracts> {
        const { logger, warnings } = recordingLogger();
        const chaincode = new ContractChaincode({
            contracts: contracts as ContractChaincodeOptions['contracts'], // classes of the classic form
            logger,
            ...options,
        });
        const peer = await LocalPeer.start();
        const packageId = `${CHAINCODE}:test`;
        const connect = (): ReturnType<typeof createStreamPair>[0] => {
            const [ours, theirs] = createStreamPair();
            // Ends with the stream; never rejects.
            void new SessionRunner(ours, { packageId, chaincode, logger, mspId: 'Org1MSP' }).run();
            return theirs;
        };
        peer.install({ name: CHAINCODE, packageId, connect: { Org1MSP: connect } });
        await peer.launch({ chaincode: CHAINCODE });
        return new ServedContracts(chaincode, peer, warnings);
    }

    async submit(name?: string, ...args: readonly string[]): Promise<Answer> {
        return answerOf(await this.#peer.submit(requestOf(name, args)));
    }

    async evaluate(name?: string, ...args: readonly string[]): Promise<Answer> {
        return answerOf(await this.#peer.evaluate(requestOf(name, args)));
    }

    async [Symbol.asyncDispose](): Promise<void> {
        await this.#peer.close();
    }
}

function requestOf(name: string | undefined, args: readonly string[]): TransactionRequest {
    return { chaincode: CHAINCODE, args, ...(name === undefined ? {} : { function: name }) };
}

function answerOf({ status, message, payload }: Omit<Answer, 'payload'> & { readonly payload: Buffer }): Answer {
    return { status, message, payload: payload.toString() };
}

function recordingLogger(): { readonly logger: Logger; readonly warnings: readonly string[] } {
    const warnings: string[] = [];
    const at =
        (level: LogLevel) =>
        (_fields: LogFields, message: string): void => {
            if (level === 'warn') warnings.push(message);
        };
    const logger = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
    return { logger: { ...logger, isLevelEnabled: () => true }, warnings };
}
