import type { ChaincodeDefinition } from './chaincode-definition';
import type { ChannelCollections } from './channel-collections';
import type { SignaturePolicy } from './signature-policy';

/** Who has to endorse what on a channel, by the present definitions of its chaincodes. */
export class ChannelPolicies {
    readonly #chaincodes: ReadonlyMap<string, ChaincodeDefinition>;
    readonly #collections: ChannelCollections;
    readonly #default: SignaturePolicy;

    /** @param fallback whom a definition asks that says nothing else */
    constructor(
        chaincodes: ReadonlyMap<string, ChaincodeDefinition>,
        collections: ChannelCollections,
        fallback: SignaturePolicy,
    ) {
        this.#chaincodes = chaincodes;
        this.#collections = collections;
        this.#default = fallback;
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
