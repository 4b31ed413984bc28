import {
    type ChainInfo,
    type ChannelConfiguration,
    decodeChainInfo,
    decodeConfigurationBlock,
    decodeDefinitionsResult,
    type DefinitionFacts,
} from '@heddle/local-peer/internal';
import type { Network } from '@hyperledger/fabric-gateway';
import { METADATA_FUNCTION } from '../calling/metadata-function';

/** Asks a peer's system chaincodes what a client may know. Each method rejects where the peer refuses, or does not answer. */
export class SystemQuestions {
    readonly #network: Network;

    constructor(network: Network) {
        this.#network = network;
    }

    async chainInfo(): Promise<ChainInfo> {
        return decodeChainInfo(await this.#ask('qscc', 'GetChainInfo', this.#channel));
    }

    async block(number: bigint): Promise<Buffer> {
        return Buffer.from(await this.#ask('qscc', 'GetBlockByNumber', this.#channel, String(number)));
    }

    async blockWithHash(hash: Uint8Array): Promise<Buffer> {
        return Buffer.from(await this.#ask('qscc', 'GetBlockByHash', this.#channel, hash));
    }

    /** The block that has a transaction. */
    async blockOf(txId: string): Promise<Buffer> {
        return Buffer.from(await this.#ask('qscc', 'GetBlockByTxID', this.#channel, txId));
    }

    async configuration(): Promise<ChannelConfiguration | undefined> {
        return decodeConfigurationBlock(await this.#ask('cscc', 'GetConfigBlock', this.#channel));
    }

    async definitions(): Promise<DefinitionFacts[]> {
        return decodeDefinitionsResult(await this.#ask('_lifecycle', 'QueryChaincodeDefinitions', ''));
    }

    /** Runs the chaincode's own code, which tells of itself. */
    async metadata(chaincode: string): Promise<unknown> {
        return JSON.parse(Buffer.from(await this.#ask(chaincode, METADATA_FUNCTION)).toString()) as unknown;
    }

    get #channel(): string {
        return this.#network.getName();
    }

    async #ask(chaincode: string, name: string, ...args: readonly (string | Uint8Array)[]): Promise<Uint8Array> {
        return await this.#network.getContract(chaincode).evaluate(name, { arguments: [...args] });
    }
}
