import type { ChaincodeDefinition } from './chaincode-definition';
import type { ChannelCollections } from './channel-collections';
import { majorityOf, type SignaturePolicy } from './signature-policy';

/** Who has to endorse what on a channel, by the present definitions of its chaincodes. */
export class ChannelPolicies {
    readonly #chaincodes: ReadonlyMap<string, ChaincodeDefinition>;
    readonly #collections: ChannelCollections;
    readonly #default: SignaturePolicy;

    /** @param endorsers the organizations that have a peer: most of them, where a definition says nothing else */
    constructor(
        chaincodes: ReadonlyMap<string, ChaincodeDefinition>,
        collections: ChannelCollections,
        endorsers: readonly string[],
    ) {
        this.#chaincodes = chaincodes;
        this.#collections = collections;
        this.#default = majorityOf(endorsers);
    }

    /** Undefined if there is no such chaincode. */
    ofChaincode(name: string): SignaturePolicy | undefined {
        const definition = this.#chaincodes.get(name);
        return definition && (definition.endorsementPolicy ?? this.#default);
    }

    /** Undefined if the chaincode's policy holds. */
    ofCollection(chaincode: string, name: string): SignaturePolicy | undefined {
        return this.#collections.find(chaincode, name)?.endorsementPolicy;
    }
}
