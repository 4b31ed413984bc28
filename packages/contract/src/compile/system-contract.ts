import { Contract } from '../context/contract';
import { Evaluate } from '../decorators/evaluate';
import { Info } from '../decorators/info';
import { Returns } from '../decorators/returns';

export const SYSTEM_CONTRACT = 'org.hyperledger.fabric';

/** What every chaincode answers about itself, by the names that Fabric's tools call. */
@Info({ title: 'Contract metadata', version: '1.0.0' })
export class SystemContract extends Contract {
    #metadata = '{}';

    constructor() {
        super(SYSTEM_CONTRACT);
    }

    /** Sets the answer: it is known when all contracts are compiled, this one included. */
    describe(metadata: string): void {
        this.#metadata = metadata;
    }

    /** The metadata of all contracts, as JSON. */
    @Evaluate()
    @Returns(String)
    GetMetadata(): string {
        return this.#metadata;
    }
}
